"""What lesson 1 brings: its exercises with their mistakes, its predictions, the die and the smoothing to move."""

import math
from math import inf, log
from types import SimpleNamespace

from .. import nn
from ..bigram import next_probs as row_probs
from ..data import BadInput
from ..teach.controls import Explorer, button, choice, row, slider, stops, words
from ..teach.judge import Exercise
from ..teach.lesson import Lesson
from ..teach.panels import Panel, blocks, note, strip
from ..teach.predict import Question

# ---- the exercises ----

next_probs = Exercise(
    "Turn a row of counts into probabilities: next_probs([3, 1]) is [0.75, 0.25].",
    lambda row: [n / sum(row) for n in row],
    [([3, 1],), ([2, 0, 6],), ([5],), ([1, 2, 3, 4],)],
    {
        "these are still counts: divide each by the sum of the row.": lambda row: list(row),
        "you divided by the number of letters, not by the sum of the counts.": lambda row: [n / len(row) for n in row],
        "you divided by the largest count, not by the sum.": lambda row: [n / max(row) for n in row],
        "a count is no logit: divide by the sum, no exponentials are needed.": lambda row: nn.softmax(
            [float(n) for n in row]
        ),
        "whole-number division (//) loses everything below 1: use /.": lambda row: [n // sum(row) for n in row],
        "you added something to the counts; without smoothing a pair never seen has probability 0.": lambda row: [
            (n + 1) / (sum(row) + len(row)) for n in row
        ],
    },
    "Each row sums to 1: that is the whole training of a bigram model.",
)


def mean_surprise(probs, tokens, log=math.log):
    surprises = [-log(probs[a][b]) for a, b in zip(tokens, tokens[1:])]
    return sum(surprises) / len(surprises)


name_loss = Exercise(
    "Return the mean surprise: -log(probs[before][after]) over all pairs of neighbours, divided by their number.",
    mean_surprise,
    [
        ([[0.5, 0.3, 0.2], [0.1, 0.6, 0.3], [0.25, 0.7, 0.05]], [2, 0, 1, 2]),
        ([[0.5, 0.3, 0.2], [0.1, 0.6, 0.3], [0.25, 0.7, 0.05]], [2, 2]),
        ([[0.9, 0.1], [0.4, 0.6]], [1, 0, 0, 0, 0, 1]),
    ],
    {
        "that is the sum of the surprises; the loss is their mean.": (
            lambda probs, tokens: mean_surprise(probs, tokens) * (len(tokens) - 1)
        ),
        "the end token counts as well: divide by the number of predictions, one more than there are letters.": (
            lambda probs, tokens: mean_surprise(probs, tokens) * (len(tokens) - 1) / max(1, len(tokens) - 2)
        ),
        "the last prediction, the end of the name, is missing from your sum.": (
            lambda probs, tokens: mean_surprise(probs, tokens[:-1])
        ),
        "divide by the number of pairs, not by the number of tokens.": (
            lambda probs, tokens: mean_surprise(probs, tokens) * (len(tokens) - 1) / len(tokens)
        ),
        "log2 counts in bits; the course counts in nats: use the natural log.": (
            lambda probs, tokens: mean_surprise(probs, tokens, math.log2)
        ),
        "log10 is not the natural log: use math.log.": lambda probs, tokens: mean_surprise(probs, tokens, math.log10),
        "the sign: a probability is below 1, its log negative, its surprise minus that.": (
            lambda probs, tokens: -mean_surprise(probs, tokens)
        ),
        "the table is read the wrong way round: probs[before][after].": (
            lambda probs, tokens: mean_surprise(probs, tokens[::-1])
        ),
        "that averages the probabilities; take the logs first, then the mean.": (
            lambda probs, tokens: -math.log(sum(probs[a][b] for a, b in zip(tokens, tokens[1:])) / (len(tokens) - 1))
        ),
    },
    "A mean over predictions, in nats: names of any length can be compared.",
)


def windows(tokens, size, step=1, shift=0, start=1):
    return [(tuple(tokens[max(0, i - size - shift) : i - shift]), tokens[i]) for i in range(start, len(tokens), step)]


contexts = Exercise(
    "Return a list of pairs: the tuple of the (at most) `size` tokens before, and the token that followed them.",
    windows,
    [([9, 4, 5, 9], 2), ([9, 4, 9], 1), ([9, 1, 2, 3, 4, 9], 3), ([9, 7, 9], 5)],
    {
        "the beginning is missing: at the first letters the context is shorter, and that is a fine context.": (
            lambda tokens, size: windows(tokens, size, start=size)
        ),
        "the end is missing: the last token, which says that the name stops, is predicted too.": (
            lambda tokens, size: windows(tokens, size)[:-1]
        ),
        "your context holds the token that is to be predicted.": lambda tokens, size: windows(tokens, size, shift=-1),
        "one token too few: a context of `size` tokens, not of size - 1.": (
            lambda tokens, size: windows(tokens, size - 1)
        ),
        "the context is in reverse order: oldest token first.": (
            lambda tokens, size: [(context[::-1], token) for context, token in windows(tokens, size)]
        ),
        "you stepped by `size`; the window moves on by one token at a time.": (
            lambda tokens, size: windows(tokens, size, step=size)
        ),
    },
    "With size 1 this is the bigram; every further token makes the contexts more telling, and rarer.",
)

check = SimpleNamespace(next_probs=next_probs, name_loss=name_loss, contexts=contexts)

# ---- the predictions ----

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
    "longer contexts": Question(
        "How many letters of context give the lowest loss on the held-out names?",
        {
            1: "A second letter does tell more; something is gained at first.",
            3: "After that the contexts become so rare that most of what the table remembers there is chance.",
            5: "On the training names, yes. Held-out names need contexts that were seen often enough.",
        },
        truth=lambda context_loss, held_out: min(range(1, 6), key=lambda size: context_loss(size, held_out)),
    ),
}

lesson = Lesson("01", PREDICTIONS, check=check)
predict = lesson.predict

# ---- things to move ----

LONGEST = 100  # letters of a name that is typed


def fallen(probs, u):
    """The number of the token on which u, from 0 to 1, falls, when the probabilities are laid end to end."""
    end = 0.0
    for token, p in enumerate(probs):
        end += p
        if u < end:
            return token
    return max(token for token, p in enumerate(probs) if p > 0)


def roll(probs, symbols, u, name=""):
    """Where u falls on the probabilities laid end to end; name: the letters drawn before."""
    drawn, end, lines = fallen(probs, u), 0.0, []
    for token, (symbol, p) in enumerate(zip(symbols, probs)):
        start, end = end, end + p
        if p >= 0.01 or token == drawn:
            lines.append(f"{'>' if token == drawn else ' '} {symbol}  {start:.3f} to {end:.3f}  {blocks(p)}")
    said = f"u = {u:.3f} falls on {symbols[drawn]}"
    picture = strip(probs, symbols, u, drawn)
    return Panel(note(f"{said}.   Name so far: {name or '(nothing yet)'}") + picture, f"{said}\n\n" + "\n".join(lines))


class Die(Explorer):
    """Choose the letter before, move u, and take the letter that falls out as the next one before, until the end."""

    def __init__(self, probs, symbols):
        self.name, self.probs, self.symbols = "", probs, symbols
        before = choice("letter before", [(s, i) for i, s in enumerate(symbols)], len(symbols) - 1)
        u = slider("u", 0.0, 0.999, 0.001, 0.5)
        super().__init__(lambda before, u: roll(probs[before], symbols, u, self.name), before=before, u=u)
        buttons = row(button("take this letter", self.take), button("start again", self.restart))
        self.children = (before, u, buttons, self.screen)

    def take(self):
        drawn = fallen(self.probs[self.controls["before"].value], self.controls["u"].value)
        ended = drawn == len(self.symbols) - 1
        self.name += "" if ended else self.symbols[drawn]
        self.controls["before"].value = drawn
        self.answer()
        if ended:
            self.screen.value += note(f"The dot: {self.name or 'the empty name'} is finished.")
            self.name = ""

    def restart(self):
        self.name, self.controls["before"].value = "", len(self.symbols) - 1
        self.answer()


def table_loss(counts, pairs, smoothing):
    """Nats per token of a smoothed table of counts on names whose pairs were counted into `pairs`."""
    surprise = 0.0
    for row_counts, row_pairs in zip(counts, pairs):
        for p, n in zip(row_probs(row_counts, smoothing), row_pairs):
            if n:
                surprise += n * (-log(p) if p > 0 else inf)
    return surprise / sum(map(sum, pairs))


def smoothed(counts, pairs, tokenizer, smoothing, name):
    """What an amount of smoothing costs; pairs: {"training names": the table of their pairs, ...}."""
    if len(name) > LONGEST:
        raise BadInput(f"a name of {len(name):,} letters is too long; {LONGEST} at most")
    tokens = tokenizer.encode(name)
    steps = list(zip(tokens, tokens[1:]))
    losses = {what: table_loss(counts, table, smoothing) for what, table in pairs.items()}
    surprises = [row_probs(counts[before], smoothing)[following] for before, following in steps]
    losses[name or "(empty name)"] = sum(-log(p) if p > 0 else inf for p in surprises) / len(steps)
    unseen = [tokenizer.symbol(a) + tokenizer.symbol(b) for a, b in steps if counts[a][b] == 0]
    lines = [f"{what:16} {x:8.4f}  {blocks(x / 9) if x < inf else '(infinite)'}" for what, x in losses.items()]
    seen = f"never seen in the training names: {', '.join(unseen)}" if unseen else "every pair of this name was seen"
    return "\n".join([f"smoothing {smoothing:g}; loss in nats per token", *lines, seen])


def smoothing_explorer(counts, pairs, tokenizer, name):
    """Explorer: how much to add to every count; the losses, and that of a name of one's own."""
    return Explorer(
        lambda smoothing, name: smoothed(counts, pairs, tokenizer, smoothing, name.lower()),
        smoothing=stops("smoothing", [0, 0.01, 0.1, 1, 10, 100, 1000], 1),
        name=words("name", name),
    )
