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
}
