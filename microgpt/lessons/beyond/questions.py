"""What beyond/ asks: its predictions, questions on lessons 3, 4 and 6, and what is to be explained."""

from math import log10

from ...attention import attend
from ...autograd import Value
from ...teach.explain import Explanation
from ...teach.predict import Question
from .. import fallbacks

# ---- predictions ----

APART = {"0, exactly": -400, "about 1e-15": -15, "about 1e-7": -7, "about 1e-2": -2}


def how_far(*differences):
    """The choice, of those in APART, whose power of ten is the nearest to the largest difference."""
    worst = max(map(abs, differences))
    power = log10(worst) if worst else -400
    return min(APART, key=lambda choice: abs(APART[choice] - power))


def padded_logits(tokens, vocab_size):
    return tokens.shape[0] * tokens.shape[1] * vocab_size


PREDICTIONS = {
    "how far": Question(
        "Twenty names go through the GPT, number by number, and through PyTorch. How far do the logits lie apart, at most?",
        {
            "0, exactly": "What is added is the same, but it is added in another order, and sums are rounded.",
            "about 1e-15": "Some sums are rounded otherwise, in the last of sixteen digits.",
            "about 1e-7": "That would be numbers of eight digits; here both compute with sixteen.",
            "about 1e-2": "That would be two models.",
        },
        truth=how_far,
        why=Question(
            "Why?",
            {
                "PyTorch computes less exactly": "Both use numbers of 64 bits; now one, now the other is nearer to the exact sum.",
                "sums are taken in another order": "(a + b) + c and a + (b + c) are rounded at other places. Some exponentials are rounded otherwise as well.",
                "the weights were rounded on the way": "A checkpoint holds every digit, and both began with it.",
            },
            truth="sums are taken in another order",
        ),
    ),
    "how many": Question(
        "emma, oliver and jo as one batch, 27 logits at every place: how many numbers does the model give?",
        {
            324: "27 for each of the 12 letters; but the end of each name is guessed as well.",
            405: "27 for each of the 15 predictions that count. But a tensor has no holes.",
            567: "3 names, each filled up to 7 places, 27 logits at each.",
            1296: "That would be three names of 16 places, as many as the model can read.",
        },
        truth=padded_logits,
    ),
    "bfloat16": Question(
        "bfloat16 stores 7 bits of the digits of a number. How far is the loss of a name off then?",
        {
            "0, exactly": "The loss is a long sum of rounded numbers; something is always lost.",
            "about 1e-15": "That is the last digit of numbers of 64 bits.",
            "about 1e-7": "That is the last digit of numbers of 32 bits.",
            "about 1e-2": "With the first bit, which is always 1 and need not be stored, 8: between two and three digits.",
        },
        truth=how_far,
    ),
    "sent": Question(
        "Two processes share a batch of two names. How many numbers does each of them send in every step?",
        {
            27: "Logits stay where they were computed.",
            256: "That is one matrix of queries.",
            4192: "One gradient for each parameter, whatever the size of the batch.",
            8384: "Each has one of the two names. And what it finds for several names it adds up before it sends.",
        },
        truth=lambda *sent: max(sent),
    ),
}


def twice():
    """The gradient after two `backward` with nothing cleared between them."""
    parameter = Value(1.0)
    for gradient in (2.0, 3.0):
        (parameter * gradient).backward()
    return parameter.grad


RECALLED = {
    "a mean of means": Question(
        "Two names have the gradients 1 and 4 for a parameter, the second counts twice. What is the batch's gradient?",
        {
            2.5: "That is the plain mean.",
            3.0: "(1 + 2 * 4) / 3.",
            9.0: "Divide by the sum of the weights.",
            5.0: "A sum.",
        },
        truth=lambda: fallbacks.batch_gradient([[1.0], [4.0]], [1, 2])[0],
        about=("06", "batch_gradient"),
    ),
    "nobody to ask": Question(
        "The first token of a name, its start, asks. Whom does it hear?",
        {
            "itself alone": "Nobody else has a key yet: one score, and a softmax of one number is 1.",
            "nobody": "Then its answer would be a sum of nothing.",
            "all tokens of the name": "Those after it are not there yet; computed all at once, they must be hidden.",
        },
        truth=lambda: "itself alone" if attend([1.0], [[2.0]], [[5.0]]) == [5.0] else "nobody",
        about=("04", "attend_all"),
    ),
    "not cleared": Question(
        "Two losses have the gradients 2 and 3 for a parameter, and nothing is cleared between their `backward`. What does it hold?",
        {
            3.0: "`backward` adds to what is there; only clearing makes it begin at 0.",
            5.0: "Gradients add up.",
            2.5: "Nothing divides them.",
        },
        truth=twice,
        about=("03", "zero_grad"),
    ),
}

EXPLANATIONS = {
    "one and two": Explanation(
        "Two processes end with the parameters with which one ends. Why, and what must be the same in both for it?",
        "The gradient of a mean is the mean of gradients, so each process can find its part, and the average is the whole "
        "one's gradient. All start with the same parameters, meet the same batches in the same order, and step with the same "
        "optimiser, rates and average, so they stay the same, although no parameter is sent while they train. The average has to weigh each part by how much it holds; and "
        "since sums are taken in another order, the last digit may differ from that of one process, not between the two.",
        (
            "the gradient of a mean is a mean of gradients",
            "same start, same average, same step: so they stay the same",
            "the batches, the optimiser and its rates must be the same",
            "parts of different size are weighed",
            "only the last digits may differ, by the order of a sum",
        ),
    ),
}
