"""What lesson 1 brings: its exercises with their mistakes, its predictions, the die and the smoothing to move."""

import math
from functools import cache
from itertools import accumulate
from math import inf, log

from .. import nn
from ..bigram import count
from ..bigram import next_probs as row_probs
from ..data import FOLDER, BadInput, Tokenizer, load
from ..teach.controls import Explorer, button, choice, row, slider, stops, words
from ..teach.judge import Checks, Exercise
from ..teach.lesson import Lesson
from ..teach.panels import Panel, blocks, note, strip
from ..teach.predict import Question
from . import fallbacks

# ---- the exercises ----

DOT = 26  # in the notebook's own tokenizer: an answer may use the notebook's `bos`, which the small cases never meet


@cache
def known_names():
    """(counts, token lists) of the first 500 names, with the notebook's own tokenizer."""
    documents = load(FOLDER / "names.txt")
    tokenizer = Tokenizer(documents)
    tokens = [tokenizer.encode(name) for name in documents[:500]]
    return count(tokens, tokenizer.vocab_size), tokens


def a_row(rng):
    """A row of 2 to 9 counts, whole or smoothed, small or in the thousands, with a pair never seen now and then."""
    size, most = rng.randint(2, 9), rng.choice([12, 200, 9000])
    row = [n if rng.random() < 0.85 else 0 for n in rng.sample(range(1, most), size)]
    row[rng.randrange(size)] = rng.randrange(1, most)
    return ([n + 0.1 for n in row] if rng.random() < 0.25 else row,)


def shares(row, whole=sum):
    return [n / whole(row) for n in row]


def shrinking(row):
    """Divide in place, so that the sum changes on the way."""
    row = list(row)
    for i in range(len(row)):
        row[i] = row[i] / sum(row)
    return row


next_probs = Exercise(
    "Turn a row of counts into probabilities: next_probs([3, 1]) is [0.75, 0.25].",
    fallbacks.next_probs,
    cases=[([3, 1],), ([2, 0, 6],), ([5],), ([1, 2, 3, 4],)],
    generate=a_row,
    world=lambda: [(row,) for row in known_names()[0][::6]],
    mistakes={
        "these are still counts: divide each by the sum of the row.": lambda row: list(row),
        "you divided by the number of letters, not by the sum of the counts.": lambda row: shares(row, len),
        "you divided by the largest count, not by the sum.": lambda row: shares(row, max),
        "27 is the number of tokens; divide by the number of counted letters, the sum of the row.": (
            lambda row: shares(row, lambda row: 27)
        ),
        "a count is no logit: divide by the sum, no exponentials are needed.": (
            lambda row: nn.softmax([float(n) for n in row]),
            lambda row: [math.exp(n) / sum(math.exp(m) for m in row) for n in row],
        ),
        "whole-number division (//) loses everything below 1: use /.": lambda row: [n // sum(row) for n in row],
        "you added something to the counts; without smoothing a pair never seen has probability 0.": (
            lambda row: shares([n + 1 for n in row]),
            lambda row: [(n + 1) / sum(row) for n in row],
        ),
        "a count of 0 is a probability of 0: it keeps its place, or every letter after it gets a wrong one.": (
            lambda row: [n / sum(row) for n in row if n]
        ),
        "these are the chances added up from the left; each letter's own is wanted.": (
            lambda row: list(accumulate(shares(row)))
        ),
        "the sum changes while you divide: keep it in a name before you begin.": shrinking,
        "that is the chance of any *other* letter; the letter's own is its share of the sum.": (
            lambda row: [1 - p for p in shares(row)]
        ),
        "these are logarithms of the probabilities; take the shares themselves.": (
            lambda row: [log(p) if p else -inf for p in shares(row)],
            lambda row: [log(p) for p in shares(row)],
        ),
        "count / (whole - count) are odds; a probability is count / whole.": lambda row: [
            n / (sum(row) - n) for n in row
        ],
    },
    learned="Each row sums to 1: that is the whole training of a bigram model.",
    hints=[
        "How many letters were counted in the row altogether?",
        "The chance of a letter is its share of that whole.",
    ],
)


def a_table_and_name(rng):
    """A table of 3 to 6 rows of probabilities, and the tokens of a name, 0 to 9 letters and the dot at both ends."""
    size = rng.randint(3, 6)
    probs = [shares([rng.randrange(1, 1000) for _ in range(size)]) for _ in range(size)]
    letters = [rng.randrange(size - 1) for _ in range(rng.randrange(10))]
    return probs, [size - 1, *letters, size - 1]


def known_table_and_names():
    """The table of the known names, smoothed, and a few of them."""
    counts, tokens = known_names()
    probs = [shares([n + 1 for n in row]) for row in counts]
    return [(probs, name) for name in tokens[:120:15]]


def mean_surprise(probs, tokens, log=math.log, counts=lambda a, b: True, n=lambda pairs, tokens: len(pairs)):
    """name_loss with options that are mistakes: another log, pairs that do not count, a divisor n(pairs, tokens)."""
    pairs = [(a, b) for a, b in zip(tokens, tokens[1:]) if counts(a, b)]
    return sum(-log(probs[a][b]) for a, b in pairs) / n(pairs, tokens)


def of_all(last):
    """The surprises of all pairs, put together by last(surprises)."""
    return lambda probs, tokens: last([-log(probs[a][b]) for a, b in zip(tokens, tokens[1:])])


def wrong_loss(**options):
    return lambda probs, tokens: mean_surprise(probs, tokens, **options)


name_loss = Exercise(
    "Return the mean surprise: -log(probs[before][after]) over all pairs of neighbours, divided by their number.",
    fallbacks.name_loss,
    cases=[
        ([[0.5, 0.3, 0.2], [0.1, 0.6, 0.3], [0.25, 0.7, 0.05]], [2, 0, 1, 2]),
        ([[0.5, 0.3, 0.2], [0.1, 0.6, 0.3], [0.25, 0.7, 0.05]], [2, 2]),
        ([[0.9, 0.1], [0.4, 0.6]], [1, 0, 0, 0, 0, 1]),
    ],
    generate=a_table_and_name,
    world=known_table_and_names,
    mistakes={
        "that is the sum of the surprises; the loss is their mean.": of_all(sum),
        "the end token counts as well: divide by the number of predictions, one more than there are letters.": (
            wrong_loss(n=lambda pairs, tokens: max(1, len(tokens) - 2)),
            wrong_loss(n=lambda pairs, tokens: len(tokens) - 2),
        ),
        "divide by the number of pairs, not by the number of tokens.": wrong_loss(n=lambda pairs, tokens: len(tokens)),
        "the last prediction, the end of the name, is missing from your sum.": (
            lambda probs, tokens: mean_surprise(probs, tokens[:-1]),
            lambda probs, tokens: mean_surprise(probs, tokens[:-1], n=lambda pairs, tokens: len(tokens)),
            wrong_loss(counts=lambda a, b: b != DOT),
            of_all(lambda surprises: sum(surprises[:-1]) / len(surprises)),
        ),
        "the first prediction, how the name begins, is missing from your sum.": (
            lambda probs, tokens: mean_surprise(probs, tokens[1:]),
            wrong_loss(counts=lambda a, b: a != DOT),
            of_all(lambda surprises: sum(surprises[1:]) / len(surprises)),
        ),
        "beginning and end are predicted too: the pairs with the dot belong to the sum.": (
            lambda probs, tokens: mean_surprise(probs, tokens[1:-1]),
            wrong_loss(counts=lambda a, b: DOT not in (a, b)),
            lambda probs, tokens: mean_surprise(probs, [token for token in tokens if token != DOT]),
        ),
        "log2 counts in bits; the course counts in nats: use the natural log.": wrong_loss(log=math.log2),
        "log10 is not the natural log: use math.log.": wrong_loss(log=math.log10),
        "the sign: a probability is below 1, its log negative, its surprise minus that.": (
            wrong_loss(log=lambda p: -math.log(p)),
            of_all(lambda surprises: -sum(surprises)),
        ),
        "the table is read the wrong way round: probs[before][after].": (
            lambda probs, tokens: mean_surprise(probs, tokens[::-1])
        ),
        "that averages the probabilities; take the logs first, then the mean.": (
            lambda probs, tokens: -log(mean_surprise(probs, tokens, log=lambda p: -p)),
            lambda probs, tokens: mean_surprise(probs, tokens, log=lambda p: -p),
        ),
        "that is the chance of the whole name, a product; its surprise is minus the logarithm.": of_all(
            lambda surprises: math.exp(-sum(surprises))
        ),
        "1 - p is no surprise: a surprise is minus the logarithm of p.": wrong_loss(log=lambda p: p - 1),
        "1 / p is no surprise yet: its logarithm is.": wrong_loss(log=lambda p: -1 / p),
        "that is the perplexity, e to the loss; return the loss itself.": of_all(
            lambda surprises: math.exp(sum(surprises) / len(surprises))
        ),
        "these are all the surprises; their mean is wanted, one number.": of_all(list),
        "that is the surprise of the last pair alone: does your sum start again in every round?": of_all(
            lambda surprises: surprises[-1]
        ),
        "the last surprise alone is divided: does your sum start again in every round?": of_all(
            lambda surprises: surprises[-1] / len(surprises)
        ),
    },
    learned="A mean over predictions, in nats: names of any length can be compared.",
    hints=[
        "`zip(tokens, tokens[1:])` gives all pairs; a list of their surprises comes first.",
        "There is one surprise per pair; the mean is their sum divided by how many there are.",
    ],
)


def windows(tokens, size, step=1, shift=0, start=1):
    return [(tuple(tokens[max(0, i - size - shift) : i - shift]), tokens[i]) for i in range(start, len(tokens), step)]


def a_name_and_size(rng):
    """A name with letters that come again, the dot (9) at both ends, and how long a context is, longer than it too."""
    letters = [rng.randrange(rng.choice([2, 3, 9])) for _ in range(rng.randrange(10))]
    return [9, *letters, 9], rng.randint(1, 6)


contexts = Exercise(
    "Return a list of pairs: the tuple of the (at most) `size` tokens before, and the token that followed them.",
    fallbacks.contexts,
    cases=[([9, 4, 5, 9], 2), ([9, 4, 9], 1), ([9, 1, 2, 3, 4, 9], 3), ([9, 7, 9], 5)],
    generate=a_name_and_size,
    world=lambda: [(name, 1 + i % 5) for i, name in enumerate(known_names()[1][:120:8])],
    exact=True,
    mistakes={
        "the beginning is missing: at the first letters the context is shorter, and that is a fine context.": (
            lambda tokens, size: windows(tokens, size, start=size),
            lambda tokens, size: windows(tokens, size, start=size + 1),
        ),
        "at the first letters i - size is below 0, and a slice then counts from the end: max(0, i - size).": (
            lambda tokens, size: [(tuple(tokens[i - size : i]), tokens[i]) for i in range(1, len(tokens))]
        ),
        "the end is missing: the last token, which says that the name stops, is predicted too.": (
            lambda tokens, size: windows(tokens, size)[:-1],
            lambda tokens, size: [pair for pair in windows(tokens, size) if pair[1] != DOT],
        ),
        "your context holds the token that is to be predicted.": (
            lambda tokens, size: windows(tokens, size, shift=-1),
            lambda tokens, size: [(tuple(tokens[max(0, i - size) : i + 1]), tokens[i]) for i in range(1, len(tokens))],
            lambda tokens, size: windows(tokens, size, shift=-1, start=0),
        ),
        "one token too few: a context of `size` tokens, not of size - 1.": (
            lambda tokens, size: windows(tokens, size - 1)
        ),
        "one token too many: a context of `size` tokens, not of size + 1.": lambda tokens, size: windows(
            tokens, size + 1
        ),
        "the context ends one token too early: it ends right before the token that followed.": (
            lambda tokens, size: [(tuple(tokens[max(0, i - size) : i - 1]), tokens[i]) for i in range(1, len(tokens))],
            lambda tokens, size: [
                (tuple(tokens[max(0, i - size - 1) : max(0, i - 1)]), tokens[i]) for i in range(1, len(tokens))
            ],
        ),
        "the first token is not predicted: nothing comes before it. Start with the second.": (
            lambda tokens, size: windows(tokens, size, start=0)
        ),
        "the context is in reverse order: oldest token first.": (
            lambda tokens, size: [(context[::-1], token) for context, token in windows(tokens, size)]
        ),
        "you stepped by `size`; the window moves on by one token at a time.": (
            lambda tokens, size: windows(tokens, size, step=size)
        ),
        "the two are swapped: the context first, then the token that followed.": (
            lambda tokens, size: [(token, context) for context, token in windows(tokens, size)]
        ),
        "only `size` tokens are remembered; you keep everything that came before.": (
            lambda tokens, size: windows(tokens, len(tokens))
        ),
        "that is always one token of context; `size` says how many.": lambda tokens, size: windows(tokens, 1),
        "nothing is filled up: at the beginning the context is simply shorter.": (
            lambda tokens, size: [
                (tuple([tokens[0]] * (size - len(context)) + list(context)), token)
                for context, token in windows(tokens, size)
            ],
        ),
        "the dots belong to the contexts: a name's beginning tells what follows.": (
            lambda tokens, size: [(tuple(x for x in c if x != DOT), token) for c, token in windows(tokens, size)],
            lambda tokens, size: windows(tokens[1:], size),
        ),
        "the dots are tokens like all others: none is left out.": (
            lambda tokens, size: windows([token for token in tokens if token != DOT], size),
            lambda tokens, size: windows(tokens[1:-1], size),
        ),
        "look for the place by counting, not with index(): it finds a repeated letter at its first place only.": (
            lambda tokens, size: [(tuple(tokens[max(0, (j := tokens.index(t, 1)) - size) : j]), t) for t in tokens[1:]],
            lambda tokens, size: [(tuple(tokens[max(0, (j := tokens.index(t)) - size) : j]), t) for t in tokens[1:]],
        ),
        "an example that occurs twice counts twice: keep both.": (
            lambda tokens, size: list(dict.fromkeys(windows(tokens, size)))
        ),
        "the contexts are right; beside each belongs the token that followed.": (
            lambda tokens, size: [context for context, token in windows(tokens, size)]
        ),
        "one flat list: each context needs its brackets, (context, token).": (
            lambda tokens, size: [x for pair in windows(tokens, size) for x in pair]
        ),
    },
    learned="With size 1 this is the bigram; every further token makes the contexts more telling, and rarer.",
    hints=[
        "Every token but the first is predicted once. Let i run over their places.",
        "The context ends before place i and begins `size` places earlier, but never before place 0: `max(0, i - size)`.",
    ],
)

check = Checks(next_probs=next_probs, name_loss=name_loss, contexts=contexts)

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
