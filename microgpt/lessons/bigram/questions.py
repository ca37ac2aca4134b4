"""The predictions of lesson 1, whose truths are computed from what the notebook hands over, and what is to be explained."""

from ...teach.explain import Explanation
from ...teach.predict import Question
from .views import Entry


def loss_away(counts, before, after):
    """What the training loss does when an entry is moved up by a tenth of its size."""
    table = Entry(counts)
    change = table.loss(before, after, 1.1 * table.shares[before][after]) - table.best
    return "it falls" if change < -1e-12 else "it rises" if change > 1e-12 else "it stays the same"


def names_with_a_hole(never, names):
    """How many of these names have one of the pairs that never occur; a dot stands at both ends of a name."""
    return sum(any(pair in f"·{name}·" for pair in never) for name in names)


def best_length(context_loss, aside):
    """Which length is best with 0.1 added to every count."""
    best = min(range(1, 7), key=lambda size: context_loss(size, aside, 0.1))
    return {1: "one", 2: "two or three", 3: "two or three"}.get(best, "five or six")


PREDICTIONS = {
    "pairs in emma": Question(
        "How many examples does the name emma give?",
        {
            3: "Those are the pairs inside the name; how it begins and ends can be learned as well.",
            4: "One per letter, but who predicts the end?",
            5: "Four letters and the end: one more than there are letters.",
        },
        truth=lambda tokenizer: len(tokenizer.encode("emma")) - 1,
    ),
    "knowing nothing": Question(
        "What is the loss of a model that gives all 27 tokens the same chance?",
        {
            0.0: "That would be a model that is never surprised.",
            1.0: "A chance of 1/27 is rarer than that: e to the minus 1 would be more than a third.",
            3.3: "Every surprise is -log(1/27), so their mean is the logarithm of 27 as well.",
            27.0: "That is the number of choices; the surprise is its logarithm.",
        },
        truth=lambda loss, V, tokens: loss([[1 / V] * V for _ in range(V)], tokens),
    ),
    "off the share": Question(
        "In the row of a, make n a tenth likelier than count / sum, and shrink the other letters so that the row still "
        "sums to 1. What does the loss on the training names do?",
        {
            "it falls": "Only the names with an n after an a gain; all others with an a pay for it.",
            "it stays the same": "Some surprises become smaller and others larger, but they do not cancel.",
            "it rises": "Whatever n gains, the other letters lose more.",
        },
        truth=loss_away,
        why=Question(
            "Why?",
            {
                "n surprises more now": "n is likelier now, so it surprises less.",
                "the row no longer sums to 1": "It does: the other letters were shrunk.",
                "n surprises less, the others more, and that weighs more": "n saves 0.095 nats each time it comes after "
                "an a; every other letter after a costs a little more, and there are many of them.",
                "n surprises less, and the others weigh nothing": "They make up most of what comes after an a.",
            },
            truth="n surprises less, the others more, and that weighs more",
        ),
    ),
    "names with a hole": Question(
        "How many of the held-out names have a pair that never occurs in the training names?",
        {
            0: "Then these names would need no remedy. A few have one.",
            2: "What thousands of names never have is rare in all others, too.",
            60: "So many pairs never occur because they are rare, and what is rare is rare in these names as well.",
            230: "That is as large a share of the names as the pairs have that never occur: these are the rarest of all.",
        },
        truth=names_with_a_hole,
    ),
    "longer contexts": Question(
        "With 0.1 added to every count, which length of context gives the lowest loss on the names put aside?",
        {
            "one": "A second letter tells more than it costs.",
            "two or three": "After that too many contexts were never counted, and most others too seldom.",
            "five or six": "On the names that were counted, yes. Others need contexts that were seen often enough.",
        },
        truth=best_length,
    ),
}

EXPLANATIONS = {
    "the best table": Explanation(
        "Somebody says: the table with the lowest loss on the training names is the best language model. "
        "What is right about that, and what is wrong?",
        "Among all tables of pairs, count / sum has the lowest loss on the names that were counted: counting is training. "
        "But what was never counted has probability 0 there, and one such pair makes the loss of other names infinite; and a "
        "table of longer contexts has a lower loss still, because it learns the counted names by heart. How good a model is, "
        "only names tell that took part neither in the counting nor in the choice of its smoothing and length.",
        (
            "count / sum is best for the names that were counted",
            "a low training loss does not help other names: holes, or learning by heart",
            "names that were not counted are the judges",
        ),
    ),
}
