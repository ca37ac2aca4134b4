"""The predictions of the six lessons: what is asked, and what is said of each choice once it is chosen."""

QUESTIONS = {  # name: (question, {choice: why it is right or wrong})
    # ---- lesson 1 ----
    "pairs in emma": (
        "How many examples does the name emma give?",
        {
            3: "Those are the pairs inside the name; how it begins and ends can be learned as well.",
            4: "One per letter, but who predicts the end?",
            5: "Four letters and the end: one more than there are letters.",
        },
    ),
    "knowing nothing": (
        "What is the loss of a model that gives all 27 tokens the same chance?",
        {
            0.0: "That would be a model that is never surprised.",
            1.0: "A chance of 1/27 is rarer than that: e to the minus 1 would be more than a third.",
            3.3: "Every surprise is -log(1/27), so their mean is the logarithm of 27 as well.",
            27.0: "That is the number of choices; the surprise is its logarithm.",
        },
    ),
    "longer contexts": (
        "How many letters of context give the lowest loss on the held-out names?",
        {
            1: "A second letter does tell more; something is gained at first.",
            3: "After that the contexts become so rare that most of what the table remembers there is chance.",
            5: "On the training names, yes. Held-out names need contexts that were seen often enough.",
        },
    ),
    # ---- lesson 2 ----
    "untrained surprise": (
        "The untrained network's surprise at m after e is about ...",
        {
            0.0: "That is certainty; random numbers know nothing.",
            2.6: "That is what the counted table reaches on average; nothing has been counted here.",
            3.3: "All logits are near 0, so all chances are near 1/27, and the surprise near ln 27.",
            64.0: "That is the number of hidden numbers, it has nothing to do with surprise.",
        },
    ),
    "best step": (
        "Which step gives the most exact central difference, with Python's 16 digits?",
        {
            0.1: "Too large: the curve bends within such a step.",
            1e-05: "Small enough that the bend does not matter, large enough that the subtraction keeps its digits.",
            1e-09: "Two losses that close agree in most of their digits; the subtraction loses those.",
            1e-12: "Almost nothing is left after such a subtraction: the smaller the step, the worse.",
        },
    ),
    "endless training": (
        "With endless training, the network's loss on the training names ends near ...",
        {
            0.0: "After an a many letters can come; nobody who sees only the a can be sure.",
            2.0: "For every letter the table has the best chances already, those that were counted; they cost more.",
            2.6: "The bigram table is the best that can be done with one letter, and the network sees no more.",
            3.3: "That is where it starts, at ln 27; it does learn.",
        },
    ),
    # ---- lesson 3 ----
    "x times x plus x": (
        "What is the gradient of y = x * x + x at x = 3?",
        {
            1.0: "That is the way through the sum alone; x is in the product as well.",
            3.0: "The product has two inputs, and both of them are x.",
            6.0: "That is the product's part; the lone x at the end counts too.",
            7.0: "2·3 from the product, 1 from the sum: all ways from x to y are added up.",
            12.0: "That is y itself; the gradient says how y changes.",
        },
    ),
    "too early": (
        "If b passes on before c does, the gradient of a comes out as ...",
        {
            21.0: "b has heard from d alone, which gives 7; three times that arrives at a. What c says comes too late.",
            39.0: "That is the true one; b would have to wait for c.",
            60.0: "That is what happens if b passes on twice, the first part both times.",
        },
    ),
    "twice": (
        "After the second backward, x.grad is ...",
        {
            7.0: "Only if it were set anew; gradients are added to what is there.",
            14.0: "That would be so if only x kept its gradient. The product in between keeps its own as well.",
            20.0: "The product still held 1 from the first time, received another 1, and passed on 2: 7 + 1 + 12.",
            49.0: "Gradients of two passes are added, not multiplied.",
        },
    ),
    # ---- lesson 4 ----
    "without the root": (
        "Without the division by the root, to how many of the ten letters does the query listen?",
        {
            1: "Differences of large scores are large, and softmax gives almost everything to the largest.",
            5: "With the division it is nearer to that.",
            10: "All ten alike would need equal scores; without the division they differ even more.",
        },
    ),
    "order of the keys": (
        "If two of the letters change places, by how much does the answer change?",
        {
            0: "The weights change places together with the values: the sum is the same.",
            1: "Look at the three steps: does any of them know which letter came first?",
            5: "That would be so if only the values were exchanged, and the keys were not.",
        },
    ),
    "missed most": (
        "After a thousand names, which part of the model is missed most?",
        {
            "positions": "They help, but not as much: letters alone tell a good deal.",
            "attention": "That is what its fame suggests; see what a thousand names make of it.",
            "residual": "Missed, yes; one part is missed even more.",
            "rmsnorm": "Without it the numbers are too small to be heard, and learning is slow.",
        },
    ),
    # ---- lesson 5 ----
    "twice the heads": (
        "Twice as many heads: how many parameters more?",
        {
            0: "Heads are slices of the same vectors; the matrices stay as they are.",
            768: "That is one more query, key and value matrix; heads share the ones that are there.",
            4192: "Everything twice? A head has no matrix of its own at all.",
        },
    ),
    "without a cache": (
        "Without the cache, a name of ten letters takes how many times the multiplications?",
        {
            1: "Without it, the whole beginning is read again for every letter.",
            2: "The first letters alone are read more often than that.",
            6: "Eleven tokens are read 1, 2, ... 11 times: on average six times each.",
            11: "Only the first token is read that often; the last one is read once.",
        },
    ),
    "what size brings": (
        "After a thousand names, which of these has the lowest held-out loss, beyond what is chance?",
        {
            "more heads": "Compare the lowest and the highest run of each line: the ranges overlap.",
            "more layers": "A deeper model takes longer to learn; a thousand names show no gain.",
            "more width": "More numbers to learn from the same thousand names.",
            "none of them": "The runs of one size differ as much as the sizes do: nothing is proven.",
        },
    ),
    # ---- lesson 6 ----
    "first step": (
        "Gradients 1000, 1 and 0.001, learning rate 0.01: how far does Adam's first step move the third parameter?",
        {
            0.00001: "That is SGD's step: the rate times the gradient.",
            0.01: "Direction divided by size is 1 for every gradient, so the step is the learning rate.",
            1.0: "The direction divided by the size is 1; the learning rate still comes on top.",
            10.0: "That is SGD's step for the first one, the gradient of 1000.",
        },
    ),
    "the last loss": (
        "How far do the losses of single names lie apart, between the tenth lowest and the tenth highest of a hundred?",
        {
            0.01: "That is about how far good models lie apart from each other.",
            0.1: "That is about how far the bigram table and this model lie apart.",
            1.0: "An easy name and a hard one differ more than a good model and a bad one.",
        },
    ),
    "learned by heart": (
        "Of 200 names at temperature 0.5, how many stand in the training list?",
        {
            0: "Short and common names are hit even by a model that has memorised nothing.",
            40: "Some are hit. The model has a few thousand numbers; it could not hold thousands of names.",
            100: "It is closer to a speller than to a memory.",
            200: "The model has fewer numbers than the list has letters; it cannot hold the names.",
        },
    ),
}
