"""What lesson 2 asks: from memory, before a cell runs, and in the reader's own words."""

from math import isnan, log
from statistics import median

from ... import bigram, nn
from ...teach.explain import Explanation
from ...teach.predict import Question
from .faster import duel
from .views import losses_of

# ---- lesson 1, from memory ----

RECALLED = {
    "row": Question(
        "A row of counts is 3, 1, 0. Without smoothing, the probability of the first token is ...",
        {
            0.33: "That divides by the number of tokens; the counts are divided by their sum.",
            0.75: "3 of the 4 that were counted.",
            1.0: "It is the likeliest, but one in four was another.",
            3.0: "A probability is at most 1: divide by the sum of the row.",
        },
        lambda: bigram.next_probs([3, 1, 0], 0)[0],
        about=("01", "next_probs"),
    ),
    "half": Question(
        "A model gives 1/2 to what comes. Its surprise, in nats, is ...",
        {
            0.0: "Only a certainty does not surprise.",
            0.5: "That is the probability; the surprise is minus its logarithm.",
            0.69: "-log(1/2) is log 2, which is 0.69.",
            2.0: "That is 1 over the probability; its logarithm is the surprise.",
        },
        lambda: -log(1 / 2),
        about=("01", "name_loss"),
    ),
    "held out": Question(
        "Why is the loss measured on names that were held out?",
        {
            "They are easier": "They are names like all others; a tenth was put aside by chance.",
            "A model may know its own names by heart": "What it only remembers does not help with names that are new.",
            "There are more of them": "There are fewer: a tenth.",
        },
        "A model may know its own names by heart",
        about=("01", "longer contexts"),
    ),
}

# ---- predictions ----


def best_step(logits, target, d):
    """The step with the smallest error of a central difference, as the median over all logits."""

    def error(step):
        found = (losses_of(logits, target, i) for i in range(len(logits)))
        return median(abs((at(step) - at(-step)) / (2 * step) - d[i]) for i, at in enumerate(found))

    return min([1e-1, 1e-5, 1e-9, 1e-12], key=error)


def least_possible(counts):
    """The mean loss of the unsmoothed table on the names that it counted."""
    rows = [(n, sum(row)) for row in counts for n in row if n]
    return -sum(n * log(n / whole) for n, whole in rows) / sum(n for n, _ in rows)


def longer_on_few(state, training, held_out):
    """What 1,000 steps do instead of 400 on the names held out, for each of ten lists of 50 names."""
    lists = [training[50 * k : 50 * (k + 1)] for k in range(10)]
    short, long = ([duel(state, few, held_out, steps)[1] for few in lists] for steps in (400, 1000))
    return {10: BETTER, 0: WORSE}.get(sum(after < before for before, after in zip(short, long)), EITHER)


def as_good(learned):
    """The spoilt way back that has learned as much as the right one, of {its name: its loss}."""
    return min((name for name in learned if name != "backward"), key=lambda name: (isnan(learned[name]), learned[name]))


BETTER, WORSE, EITHER = "better on every list", "worse on every list", "now better, now worse"

PREDICTIONS = {
    "untrained surprise": Question(
        "The untrained network's surprise at m after e is about ...",
        {
            0.0: "That is certainty; random numbers know nothing.",
            2.6: "That is what the counted table reaches on average; nothing has been counted here.",
            3.3: "All logits are near 0, so all chances are near 1/27, and the surprise near ln 27.",
            64.0: "That is how many numbers are in the middle of the network; surprise is a logarithm, and ln 27 is 3.3.",
        },
        lambda logits, m: nn.cross_entropy(logits, m),
    ),
    "best step": Question(
        "Python computes with 16 digits. Which step finds the slope most exactly?",
        {
            0.1: "Too large: the curve bends within such a step.",
            1e-05: "Small enough that the bend does not matter, large enough that the subtraction keeps its digits.",
            1e-09: "Two losses that close agree in most of their digits; the subtraction loses those.",
            1e-12: "Almost nothing is left after such a subtraction: from some step on, smaller is worse.",
        },
        best_step,
    ),
    "single layer": Question(
        "The layer starts from zeros and walks against the mean of p - y. On the training names its loss goes towards ...",
        {
            0.0: "After an e many letters can come; whoever sees only the e cannot be sure.",
            2.0: "Then it would beat the best row of chances there is for each letter, the shares that were counted.",
            2.6: "The loss of lesson 1's table without smoothing, on the names that it counted.",
            3.3: "That is ln 27, where it starts; it does learn.",
        },
        least_possible,
        why=Question(
            "Why there?",
            {
                "It has 729 numbers, too few for more": "More numbers would not help: only one letter is seen.",
                "There the pushes of all pairs cancel": "Averaged over all pairs after a letter, p - y is p less the "
                "table's row; it is 0 where p is that row.",
                "The learning rate becomes too small": "The rate stays as it is; it is the pushes that vanish.",
            },
            "There the pushes of all pairs cancel",
        ),
    ),
    "longer on few": Question(
        "A network reads 50 names again and again, 400 steps or 1,000; ten times, with other names. On the names held out "
        "the longer training is ...",
        {
            BETTER: "On its own 50 names it is. But most of what more steps find there holds for no other names.",
            EITHER: "The lists differ, but all ten say the same.",
            WORSE: "The more often it reads the same names, the more it learns what is true of them alone.",
        },
        longer_on_few,
    ),
    "spoilt": Question(
        "The way back is spoilt in one place. Which of these has learned as much after a hundred names as the right one?",
        {
            "no_gate": "The slopes of two matrices are wrong, but on the whole they still lead down.",
            "turned": "Two matrices of three walk uphill.",
            "fc1_at_rest": "It learns, but more slowly: a third of the numbers stay as they are.",
            "one_for_n": "Every step is n times as long, and n is 4 or more: it overshoots.",
        },
        as_good,
    ),
}

# ---- in the reader's own words ----

EXPLANATIONS = {
    "why the table": Explanation(
        "Why does the network, trained long enough, end where counting had jumped at once?",
        "The network sees one letter, so all that it can say is a row of 27 chances for each letter, like the table. For one "
        "letter, the pushes p - y of all its pairs average to p less the shares that were counted. They vanish only where "
        "both are equal, which is where the walk arrived; and for the training names no other rows cost less.",
        (
            "It sees one letter: whatever is inside, it is a row of chances per letter.",
            "Averaged over the pairs of a letter, p - y is p less the counted share.",
            "Where that is 0 nothing pushes any more, and that is the table.",
        ),
    )
}
