"""What lesson 6 asks: its predictions, questions on earlier lessons, and what is to be explained."""

from dataclasses import replace
from math import dist, log

from ... import gpt
from ...attention import attend
from ...nn import softmax
from ...optim import SGD
from ...sample import next_probs
from ...teach.explain import Explanation
from ...teach.predict import Question
from .. import fallbacks

# ---- predictions ----

TEMPERATURES = (2.0, 1.0, 0.5, 0.25)


def same_as_squared(logits):
    """The temperature, of those to choose from, that comes closest to squaring the probabilities."""
    squares = [p * p for p in softmax(logits)]
    return min(TEMPERATURES, key=lambda t: dist([p / sum(squares) for p in squares], next_probs(logits, t)))


def spread(losses):
    """How far apart the tenth lowest and the tenth highest of the last hundred losses lie."""
    last_hundred = sorted(losses[-100:])
    return last_hundred[-10] - last_hundred[9]


def hit_most(rates):
    """Whether names it trained on are hit more often. rates: "seen", "never seen", "held out" -> a share of the list."""
    others = (rates["never seen"] + rates["held out"]) / 2
    ratio = rates["seen"] / others
    return "three times as many" if ratio > 2 else "about as many" if ratio > 0.5 else "less than half as many"


def what_helps(found):
    """What lowers the held-out loss most, from the small model on 1,000 names on: found[(size, names)] -> loss."""
    gains = {"more names": ("16/1", 4000), "more numbers": ("32/2", 1000)}
    gains = {name: found["16/1", 1000] - found[key] for name, key in gains.items()}
    best = max(gains, key=gains.get)
    return best if gains[best] > 0 else "neither"


def which_half(found):
    """Which half of Adam helps a GPT: found[rule] -> {rate: loss} for "SGD", "momentum", "size alone" and "Adam".

    A half that brings at least half of Adam's gain, each at its best rate, helps.
    """
    best = {name: min(losses.values()) for name, losses in found.items()}
    most = (best["SGD"] - best["Adam"]) / 2
    helps = tuple(best["SGD"] - best[name] >= most for name in ("momentum", "size alone"))
    return {(True, False): "the mean", (False, True): "the size", (True, True): "each alone"}.get(helps, "only both")


PREDICTIONS = {
    "first step": Question(
        "Gradients 1000, 1 and 0.001, learning rate 0.01: how far does Adam's first step move the third parameter?",
        {
            0.00001: "That is SGD's step: the rate times the gradient.",
            0.01: "The same distance for all three.",
            1.0: "The direction divided by the size is 1; the learning rate still comes on top.",
            10.0: "That is SGD's step for the first one, the gradient of 1000.",
        },
        truth=lambda adam: abs(adam(0.0, 0.001, 0.0, 0.0, 1, 0.01, 1.0)[0]),
        why=Question(
            "Why?",
            {
                "small gradients are cut off": "Nothing is cut off; eps is far smaller than 0.001.",
                "direction and size are both as large as the gradient, and cancel": "g divided by the root of g squared.",
                "the betas make all gradients alike": "After the correction the betas have no part in the first step.",
            },
            truth="direction and size are both as large as the gradient, and cancel",
        ),
    ),
    "which half": Question(
        "Adam divides a running mean (momentum) by a running size. Which half, without the other, brings most of Adam's gain here?",
        {
            "the mean": "In the valley it allowed a higher rate. Here its best rate is that of SGD, and its loss no lower.",
            "the size": "Divided by their size, small gradients, as those of queries and keys, make steps as long as others.",
            "each alone": "Then the two would do the same, and momentum would be enough.",
            "only both": "Then each of them alone would be no better than SGD.",
        },
        truth=which_half,
    ),
    "the last loss": Question(
        "How far do the losses of single names lie apart, between the tenth lowest and the tenth highest of a hundred?",
        {
            0.01: "That is about how far one head and four lie apart in the ledger.",
            0.1: "That is about how far the bigram table and a GPT lie apart in the ledger.",
            1.0: "An easy name and a hard one lie further apart than the bigram table and this model.",
        },
        truth=spread,
    ),
    "doubled logits": Question(
        "All probabilities are squared, then divided by their sum. Which temperature does the same?",
        {
            2.0: "At that, each is as its root would be: likely letters become less likely.",
            1.0: "At temperature 1 nothing changes.",
            0.5: "The square of e^z is e^(2 z), and 2 z is z / 0.5.",
            0.25: "That squares them twice.",
        },
        truth=same_as_squared,
    ),
    "learned by heart": Question(
        "It has trained on 1,000 names of the list. How many of these does it hit (write letter for letter), compared with 1,000 that it never saw?",
        {
            "three times as many": "That would be a memory. Each of them was seen once, in one step of a thousand.",
            "about as many": "It hits what is short and spelled as names are, seen or not.",
            "less than half as many": "Nothing pushes it away from what it has seen.",
        },
        truth=hit_most,
    ),
    "what helps": Question(
        "The small model, trained on 1,000 names for 1,500 steps of 32. What is better: four times the names, or a larger model?",
        {
            "more names": "The small model has gone through 1,000 names 48 times by then.",
            "more numbers": "A larger model learns these 1,000 names better. But is it judged on these?",
            "neither": "1,500 steps of 32 names are enough to use more of at least one of them.",
        },
        truth=what_helps,
    ),
}

# ---- questions on earlier lessons ----

SMALL = gpt.Config(27)


def stepped():
    """Where SGD moves 1 to, at a gradient of 3 and a rate of 0.1."""

    class Number:
        data, grad = 1.0, 3.0

    optimizer = SGD([Number], lr=0.1)
    optimizer.step()
    return Number.data


def more_in_a_layer():
    """How many times the numbers of a layer are there when the model is twice as wide?"""
    layers = [gpt.num_params(replace(c, n_layer=2)) - gpt.num_params(c) for c in (SMALL, replace(SMALL, n_embd=32))]
    return layers[1] / layers[0]


RECALLED = {
    "thrown": Question(
        "Chances 0.5, 0.25, 0.25 for the tokens 0, 1, 2; the die shows u = 0.6. Which token is drawn?",
        {
            0: "Its stretch ends at 0.5.",
            1: "Its stretch goes from 0.5 to 0.75.",
            2: "Its stretch begins at 0.75.",
        },
        truth=lambda: fallbacks.letter_at([0.5, 0.25, 0.25], 0.6),
        about=("01", "letter_at"),
    ),
    "a step": Question(
        "A parameter of 1 has the gradient 3. Where does SGD move it, at a learning rate of 0.1?",
        {
            0.7: "Against the gradient, 0.1 times as far as it is large.",
            1.3: "That is the way on which the loss grows.",
            0.9: "The step is the rate times the gradient, not the rate alone.",
            -2.0: "That would be a learning rate of 1.",
        },
        truth=stepped,
        about=("02", "sgd_step"),
    ),
    "nothing to choose": Question(
        "All scores of a query are equal. What does attention give?",
        {
            "the plain average of the values": "Equal scores are equal weights.",
            "the first value": "Nothing in the scores prefers the first.",
            "zero": "The weights sum to 1, whatever the scores are.",
        },
        truth=lambda: (
            "the plain average of the values"
            if attend([0.0], [[1.0], [2.0]], [[4.0], [6.0]]) == [5.0]
            else "the first value"
        ),
        about=("04", "attend"),
    ),
    "twice as wide": Question(
        "A GPT becomes twice as wide. How many times as many numbers does each layer hold?",
        {
            2.0: "Every matrix grows in both directions.",
            4.0: "Twice the rows, twice the columns.",
            8.0: "A matrix has two directions, not three.",
        },
        truth=more_in_a_layer,
        about=("05", "param_count"),
    ),
    "knowing nothing": Question(
        "What is the loss of a model that gives all 27 tokens the same chance?",
        {
            1.0: "In nats, that is the surprise at a chance of 1 in e.",
            3.3: "-log(1/27) for every token: ln 27.",
            27.0: "That is the number of choices; the surprise is its logarithm.",
        },
        truth=lambda: log(27),
        about=("01", "knowing nothing"),
    ),
}

# ---- to be explained ----

EXPLANATIONS = {
    "level": Explanation(
        "The network is level with the table of longer contexts. What does that prove, and what does it not?",
        "On these names, a model that was only told how to lower its loss has learned as much as a table that remembers what "
        "followed each context, with numbers that all names share instead of a count for every context. It does not prove that it is better: "
        "the Kneser-Ney table is still ahead, this is one start, and one list. What it shows is a direction: with all names, "
        "more numbers helped, and nothing says that it ends here.",
        (
            "Level with one table on the same held-out names; the strongest table is still ahead.",
            "One start and one list: no more than that was measured.",
            "More numbers helped where there were enough names; on few they did not.",
        ),
    ),
}
