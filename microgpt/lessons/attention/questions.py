"""What lesson 4 asks: predictions, questions on earlier lessons, and one explanation."""

from math import log

from ... import nn
from ...autograd import Value
from ...nn import softmax
from ...teach.explain import Explanation
from ...teach.predict import Question


def moved(attend, query, keys, values):
    """By how much the answer changes, at most, when the first two letters change places."""
    there, back = ([*x[:2][::-1], *x[2:]] for x in (keys, values))
    return max(abs(a - b) for a, b in zip(attend(query, there, back), attend(query, keys, values)))


def letters_left(left, task):
    """Between how many letters the plain average hesitates in a task, as a choice."""
    found = left(task, "average")
    return "1: it finds the right one" if found < 2 else "5 or more" if found < 25 else "all 26"


def shares_moved():
    """By how much softmax changes when 5 is added to every score."""
    return max(abs(a - b) for a, b in zip(softmax([1.0, 3.0, 0.0]), softmax([6.0, 8.0, 5.0])))


def gradient_of_a_number_used_twice():
    x = Value(3.0)
    (x * x + x).backward()
    return x.grad


PREDICTIONS = {
    "without the root": Question(
        "Without the division by the root, to how many of the ten letters does a query listen?",
        {
            2: "Large scores lie far apart, and softmax gives almost everything to the largest.",
            5: "It is fewer: scores of 64 terms lie far apart, and softmax turns distance into a multiple.",
            10: "All ten alike would need equal scores; without the division they differ even more.",
        },
        truth=lambda listened_to: listened_to(False),
    ),
    "order of the keys": Question(
        "If a and m change places, keys and values together, by how much does the answer change?",
        {
            0: "Every weight moves together with its value, and a sum does not know its order.",
            1: "Look at the three steps: does any of them know which letter came first?",
            8: "That is what happens if only the values change places, and the keys do not.",
        },
        truth=moved,
        why=Question(
            "Why?",
            {
                "softmax makes shares of any scores": "Softmax does, but that says nothing about order.",
                "each weight goes with its letter, and the sum has no order": "Scores, weights and blend all treat "
                "the letters as a heap.",
                "the weights go to other letters": "A weight depends on the letter's key alone, wherever it stands.",
            },
            truth="each weight goes with its letter, and the sum has no order",
        ),
    ),
    "without attention": Question(
        "After a thousand names, by how much is the model without attention worse on held-out names (in nats)?",
        {
            0: "About a thousandth, in every run. The cells that follow find out why.",
            0.1: "So much is lost when something else is taken away as well: read on.",
            0.5: "That is what its fame suggests; see what a thousand names make of it.",
        },
        truth=lambda worse: nn.mean(worse("no attention")),
    ),
    "both gone": Question(
        "Without attention a thousandth is lost, without positions about a hundredth on average. How much (in nats) "
        "without both?",
        {
            0.01: "That would be about the sum of the two. But with one of them gone, the other was still there.",
            0.1: "Far more than the sum: each had made the other nearly superfluous.",
            0.5: "Less: the letter itself is still there, and a bigram table lives on that alone.",
        },
        truth=lambda worse: nn.mean(worse("neither")),
    ),
    "the average finds the first": Question(
        "The dot asks for the first of five letters. Between how many letters does the plain average hesitate?",
        {
            "1: it finds the right one": "It never asks, and still it learns to hear the first letter alone. How? Read on.",
            "5 or more": "That is to know the letters and not the first of them. It comes further.",
            "all 26": "That is to hear nothing at all. But the average has heard all five.",
        },
        truth=letters_left,
    ),
    "a letter says which": Question(
        "Now the last letter says which one is wanted. Between how many letters does the plain average hesitate?",
        {
            "1: it finds the right one": "What it learned by heart was one place. Now the place changes from word to word.",
            "5 or more": "It hears which letters there are, but all alike, whichever is asked for.",
            "all 26": "It still hears the letters, so it can rule out the others.",
        },
        truth=letters_left,
        why=Question(
            "Why?",
            {
                "all letters are heard alike, whoever asks": "With queries and keys the weights follow the letter that "
                "asks; the average weighs all alike.",
                "an average of five letters holds nothing of each": "It does hold something: with one place learned by heart it found "
                "the first letter.",
                "the training is too short": "The whole model learns it in the same training; the next cell also gives "
                "the average three times as long.",
            },
            truth="all letters are heard alike, whoever asks",
        ),
    ),
}

RECALLED = {
    "knows nothing": Question(
        "A model knows nothing about which of 26 letters comes next. What is its loss, in nats?",
        {
            0.04: "That is the probability of each letter, 1/26. The loss is minus its logarithm.",
            3.26: "ln 26: minus the logarithm of 1/26.",
            26.0: "That many letters it hesitates between; the loss is the logarithm of that.",
        },
        truth=lambda: log(26),
    ),
    "softmax and a shift": Question(
        "Add 5 to each of three scores. By how much do their softmax shares change?",
        {
            0: "Numerator and sum both grow e to the 5 times: only differences of scores count.",
            5: "Shares add up to 1: they cannot all grow.",
            148: "e to the 5 is by how much every exponential grows; the sum grows as much.",
        },
        truth=shares_moved,
    ),
    "used twice": Question(
        "x is 3. What is the gradient of x * x + x with respect to x?",
        {
            1: "That is what the + alone passes on; the product passes on 3 to each of its factors as well.",
            4: "The product has x as both of its factors: 3 arrives twice.",
            7: "3 + 3 + 1: what arrives on three ways is added.",
        },
        truth=gradient_of_a_number_used_twice,
    ),
}

EXPLANATIONS = {
    "no mask": Explanation(
        "Textbooks hide the future behind a mask. Why did this notebook need none, and why do they use one?",
        "A name is read from left to right. When a letter asks, only the letters up to itself have left keys and values, "
        "so there is nothing to hide. Who computes all positions of a text in one multiplication gets all scores, those "
        "of later letters too, and must take them away before softmax; the answers are the same. Training on what may "
        "see the future looks wonderful and is worthless, since the future is missing when a name is made.",
        (
            "a later letter has no key yet when an earlier one asks",
            "a mask is for computing all positions at once, and gives the same answers",
            "who sees the letter to be predicted copies it, and knows nothing without it",
        ),
    ),
}
