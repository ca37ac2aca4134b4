"""What lesson 5 asks: its predictions, questions on earlier lessons, and what is to be explained."""

from dataclasses import replace
from math import log

from ... import gpt
from ...attention import attend
from ...autograd import Value
from ...nn import softmax
from ...teach.explain import Explanation
from ...teach.predict import Question
from .sizes import products


def best(changes):
    """The change that lowers the loss most, among those that do so in every run; changes: name -> of the loss, run by run."""
    sure = {name: sum(found) for name, found in changes.items() if max(found) < 0}
    return min(sure, key=sure.get, default="none of them")


def compared(rises):
    """How the rise of the loss without all heads compares with the rises without one each. rises: heads -> rise."""
    together = rises[max(rises, key=len)]
    alone = sum(rise for heads, rise in rises.items() if len(heads) == 1)
    word = "by as much as" if abs(together - alone) < 0.001 else "by more than" if together > alone else "by less than"
    return f"{word} the four single rises"


PREDICTIONS = {
    "twice the heads": Question(
        "Eight heads instead of four, all else as it is: how many parameters more?",
        {
            0: "The matrices stay 16 x 16.",
            768: "That would be one more query, key and value matrix of 16 x 16.",
            4192: "That is the whole model once more.",
        },
        truth=lambda config: gpt.num_params(replace(config, n_head=8)) - gpt.num_params(config),
        why=Question(
            "Why?",
            {
                "all heads look at the same rows": "Then all would ask the same, and be one.",
                "a head has rows of its own: 8 heads of 2 rows are as many as 4 of 4": "The matrix only stacks them.",
                "heads have no parameters": "Their queries, keys and values are made by rows of attn_wq, attn_wk, attn_wv.",
            },
            truth="a head has rows of its own: 8 heads of 2 rows are as many as 4 of 4",
        ),
    ),
    "without a cache": Question(
        "Without the cache, a name of ten letters takes how many times the multiplications?",
        {
            1: "Without it, the whole beginning is read again for every letter.",
            2: "The first letters alone are read more often than that.",
            6: "Eleven tokens, with BOS, are read 1, 2, ... 11 times: on average six times each.",
            11: "Only the first token is read that often; the last one is read once.",
        },
        truth=lambda config: products(config, 11, cache=False) / products(config, 11, cache=True),
    ),
    "all heads out": Question(
        "Each of the four heads is taken out alone, then all four together. By how much does the loss rise then?",
        {
            "by less than the four single rises": "That would be so if heads stood in each other's way.",
            "by as much as the four single rises": "That would be so if each did a work of its own, and no other could help out.",
            "by more than the four single rises": "With one head gone, the others still carry a part of what it told.",
        },
        truth=compared,
    ),
    "one layer": Question(
        "After 1,500 steps, in how many of 100 puzzles is one layer right?",
        {
            4: "That is one of 26 letters, blindly. It can at least see which letters there are.",
            22: "About one in four: it guesses among the letters that can be meant.",
            60: "It would have to know, for some letters at least, who stood before them.",
            100: "For that, a letter must know who stood before it, and one layer asks only once.",
        },
        truth=lambda found: 100 * found["one"],
    ),
    "what size brings": Question(
        "Each trained on the same 12,000 names: what lowers the held-out loss most, in every run?",
        {
            "four heads": "It helps, a little. Compare the other lines.",
            "two layers": "It helps on names, by less than on the puzzle: little in a name must be asked twice.",
            "twice the width": "More numbers for each letter, and more for the network inside the block.",
            "none of them": "Of four heads after 1,000 names with SGD, yes. These have been trained for longer, and with Adam.",
        },
        truth=best,
    ),
}

VECTORS = [[1.0, 0.0], [0.5, 2.0], [-1.0, 1.0]]


def swapped():
    """How much the answer changes when two of the letters that are listened to change places."""
    turned = [VECTORS[1], VECTORS[0], VECTORS[2]]
    pairs = zip(attend([1.0, 2.0], VECTORS, VECTORS), attend([1.0, 2.0], turned, turned))
    return max(abs(a - b) for a, b in pairs)


def slope():
    """The gradient of x * x + x at 3."""
    x = Value(3.0)
    (x * x + x).backward()
    return x.grad


RECALLED = {
    "order": Question(
        "Attention alone, without positions: two of the letters that it hears change places. What happens to the answer?",
        {
            "nothing": "The weights change places together with the values.",
            "it changes its sign": "A weighted average has no direction in which it could be turned round.",
            "another one": "No step of it knows which letter came first: that is why positions are added.",
        },
        truth=lambda: "nothing" if swapped() < 1e-12 else "another one",
        about=("04", "order of the keys"),
    ),
    "twice used": Question(
        "x · x + x at x = 3: what gradient does x get?",
        {
            3.0: "That is one of the three uses of x.",
            6.0: "x is used in the sum as well.",
            7.0: "3 and 3 from the product, 1 from the sum: gradients of all uses add up.",
            12.0: "That is the value of the expression.",
        },
        truth=slope,
        about=("03", "backward"),
    ),
    "logit": Question(
        "The right token has probability 0.7. By how much does the loss change with its logit?",
        {
            0.7: "p alone is what the wrong tokens get.",
            0.3: "The size is right; but a higher logit lowers the loss.",
            -0.3: "p - y, with p = 0.7 and y = 1 for the right token.",
            -0.7: "The sign is right; the size is what is missing to 1.",
        },
        truth=lambda: softmax([log(0.7), log(0.3)])[0] - 1,
        about=("02", "d_logits"),
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

EXPLANATIONS = {
    "two layers": Explanation(
        "Why can two layers tell what followed a letter that comes again, when one cannot?",
        "The last letter can only look for something that stands in the keys. In one layer a key knows its own letter and "
        "its place, not who came before. In the first of two layers, every letter asks the place before it, and adds what "
        "it hears to the stream. The keys of the second layer are made from that, so the last letter can ask: who came "
        "after a letter like me? It finds that place, and takes home the letter that stands there.",
        (
            "A key of the first layer knows only its own letter and place.",
            "In the first layer each letter hears the one before, and keeps that in the stream.",
            "In the second layer the last letter asks for the place whose predecessor was its own letter.",
        ),
    ),
}
