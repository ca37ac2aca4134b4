"""What lesson 3 asks: before its cells run, about the lessons before it, and for an explanation in the reader's own words."""

from math import log

from ...mlp import backward_linear
from ...nn import cross_entropy
from ...teach.explain import Explanation
from ...teach.predict import Question
from ..walks import places_changed

EARLY = "a number passes on before all have sent to it"
MIDDLE = "the product in between kept its gradient too, and passes on the old one once more"


def settled(losses):
    """How a training went, in the words of the choices."""
    if not all(loss < 2 * losses[0] for loss in losses):  # nor is what is no number any more
        return "falls at first, and then rises beyond all bounds"
    return "falls as before" if losses[-1] < 0.9 * losses[0] else "stays where it is"


PREDICTIONS = {
    "x times x plus x": Question(
        "What is the gradient of y = x * x + x at x = 3?",
        {
            1.0: "That is the way through the sum alone; x is in the product as well.",
            3.0: "The product has two inputs, and both of them are x; and there is the lone x.",
            6.0: "That is the product's part; the lone x at the end counts too.",
            7.0: "3 and 3 from the product, 1 from the sum: all ways from x to y are added up.",
            12.0: "That is y itself; the gradient says how y changes.",
        },
        truth=lambda: ((3 + 1e-6) ** 2 + (3 + 1e-6) - ((3 - 1e-6) ** 2 + (3 - 1e-6))) / 2e-6,
    ),
    "too early": Question(
        "If b passes on before c does, the gradient of a comes out as ...",
        {
            18.0: "That is what c sends alone, three times 6; but b has heard from d, and not yet from c.",
            21.0: "b has heard from d alone, which gives 7; three times that arrives at a. What c says comes too late.",
            39.0: "That is the true one; b would have to wait for c.",
            60.0: "That is what happens if b passes on twice, the first part both times.",
        },
        truth=lambda early: early(),
    ),
    "paths": Question(
        "y = y + y, fifteen times in a row. On every way, one after the other: how many calls does that take?",
        {
            16: "That is how many numbers there are. But every number has two ways to the one before it.",
            31: "Two for every addition, and the root: but each of those two goes on to all that lies before it.",
            240: "Fifteen times sixteen would be a loop in a loop; here every step doubles.",
            65535: "1 + 2 + 4 + ... + 32,768: every addition doubles the ways.",
        },
        truth=lambda count: count(),
    ),
    "twice": Question(
        "y = x * x + x at x = 3. After a second backward, with nothing cleared, x.grad is ...",
        {
            7.0: "Only if it were set anew; gradients are added to what is there.",
            14.0: "That would be so if x alone kept its gradient.",
            20.0: "7 from the first pass, then 1 from the sum and 2 times 6 from the product.",
            49.0: "Gradients of two passes are added, not multiplied.",
        },
        truth=lambda twice: twice(),
        why=Question(
            "Because ...",
            {
                "each pass adds the same 7 to x": "It would, if everything but x began at 0 again.",
                MIDDLE: "The product held 1, received another 1, and passed on 2.",
                "each pass multiplies what is there": "Slopes are multiplied along a way; what arrives is added.",
                "backward clears x first": "It clears nothing. It only sets the gradient of the root.",
            },
            truth=MIDDLE,
        ),
    ),
    "one row, read twice": Question(
        "Move a number of m's row of wte: its embedding. At which places of emma does something change?",
        {
            "place 2": "There is another m, at place 3; go back to the whole, and ask what changed.",
            "places 2, 3": "Both m's read this row: two ways to the loss, and what they bring is added.",
            "places 2, 3, 4": "The a would have to see the letter before it: this network reads one letter.",
            "places 0, 1, 2, 3, 4": "The others read rows of their own; of what all share, only the mean loss changes.",
        },
        truth=lambda walk: places_changed(walk, "emma", f"wte[{walk.walk.tokenizer.encode('m')[1]}][0]"),
    ),
    "never cleared": Question(
        "The same training, but nobody clears the gradients: 100 names at the same rate. The loss ...",
        {
            "falls as before": "The gradients of all names so far are still in every step.",
            "stays where it is": "Something is done in every step, and more each time.",
            "falls at first, and then rises beyond all bounds": (
                "Each step goes by all gradients so far: it picks up speed, and cannot turn round."
            ),
        },
        truth=settled,
    ),
    "suspect": Question(
        "What is wrong with it?",
        {
            "it forgets +=": "It has a +=: what arrives is added.",
            "the root never gets its 1": "Its first line does that.",
            EARLY: "It passes on when it is first reached, whoever is still to come.",
            "it goes from first to last": "It starts at the root, and goes on to the inputs.",
        },
        truth=EARLY,
    ),
}


def weight_gradient():
    _, d_w = backward_linear([10.0], [1.0, 2.0], [[3.0, 4.0]])
    return d_w[0][1]


RECALLED = {
    "knows nothing": Question(
        "A model gives all 27 tokens the same probability. Its loss, in nats per token?",
        {
            0.037: "That is the probability itself, one in 27; the loss is minus its logarithm.",
            1.0: "The loss is not a share of anything; it is minus a logarithm.",
            3.296: "ln 27: what it costs to know nothing.",
            27.0: "That is between how many letters it hesitates: e to the loss.",
        },
        truth=log(27),
        about=("01", "name_loss"),
    ),
    "the right logit": Question(
        "Softmax gives the right token 0.25. How does the loss change with the logit of that token?",
        {
            -0.75: "p - y is 0.25 - 1: a larger logit there makes the loss smaller.",
            -0.25: "The right token lacks more than that: it should have 1.",
            0.25: "That is what a wrong token with this probability would get.",
            0.75: "A larger logit at the right token makes the loss smaller, not larger.",
        },
        truth=lambda: (cross_entropy([1e-6, log(3)], 0) - cross_entropy([-1e-6, log(3)], 0)) / 2e-6,
        about=("02", "d_logits"),
    ),
    "a weight": Question(
        "An output is 3 times 1 plus 4 times 2: weights 3 and 4, inputs 1 and 2. The gradient of the output is 10. "
        "The gradient of the weight 4 is ...",
        {
            10.0: "That is the output's; this weight works through its input, 2.",
            20.0: "Its input times the gradient of the output.",
            40.0: "That is for the input: the weight times the gradient of the output.",
            80.0: "Its own size does not count: the output moves by 2 when the weight moves by 1.",
        },
        truth=weight_gradient,
        about=("02", "backward_linear"),
    ),
}


EXPLANATIONS = {
    "order": Explanation(
        "Why must a number wait before it passes its gradient on, and why is it safe to go by birth, last one first?",
        "A number counts through every number that was made from it, and what they send is added up. Whoever passes on "
        "before all of them have sent hands a part of its gradient on as if it were the whole. A number can only be made "
        "from numbers that exist, so all that were made from it were born later, and come before it on the way back.",
        (
            "what arrives on different ways is added up",
            "passing on early hands on a part as if it were the whole",
            "everything made from a number is born after it",
        ),
    ),
}
