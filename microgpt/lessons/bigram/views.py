"""What lesson 1 lets its reader move: the die, one entry of the table, and the smoothing."""

import random
from math import inf, log
from numbers import Real

from ...bigram import count, next_probs, reader
from ...data import BadInput
from ...outside import printable
from ...sample import sample
from ...teach.controls import Explorer, button, choice, row, slider, stops, words
from ...teach.panels import Panel, blocks, chart, note, strip
from .. import ledger
from ..fallbacks import letter_at

LONGEST = 100  # letters of a name that is typed
TOLD = 8  # unseen pairs that are listed


def preview(names, seed=42):
    """Print names from the finished table: what the lesson leads to."""
    tokenizer, training, _ = ledger.names()
    finished, rng = reader(count(training, tokenizer.vocab_size)), random.Random(seed)
    print(*(tokenizer.decode(sample(finished, tokenizer.bos, 16, rng)) for _ in range(names)))


# ---- the die ----


def roll(probs, symbols, u, name=""):
    """Where u falls on the probabilities laid end to end; name: the letters drawn before. Raises BadInput."""
    if not isinstance(u, Real) or not 0 <= u < 1:
        raise BadInput(f"u is {printable(u)}; it must be a number from 0 up to 1, and not 1 itself")
    drawn, end, lines, short, none = letter_at(probs, u), 0.0, [], [], []
    for token, (symbol, p) in enumerate(zip(symbols, probs)):
        start, end = end, end + p
        if p >= 0.01 or token == drawn:
            lines.append(f"{'>' if token == drawn else ' '} {symbol}  {start:.3f} to {end:.3f}  {blocks(p)}")
        else:
            (short if p > 0 else none).append(symbol)
    said = f"u = {u:.3f} falls on {symbols[drawn]}"
    if short:
        lines.append(f"(not listed, each shorter than 0.01: {' '.join(short)})")
    if none:
        lines.append(f"(not listed, of length 0: {' '.join(none)})")
    picture = strip(probs, symbols, u, drawn)
    return Panel(note(f"{said}.   Name so far: {name or '(nothing yet)'}") + picture, f"{said}\n\n" + "\n".join(lines))


class Die(Explorer):
    """Choose the letter before, move or throw u, and take the letter that falls out, until the dot comes.

    A letter before that is chosen by hand begins a new name with it.
    """

    def __init__(self, probs, symbols, seed=1):
        self.name, self.probs, self.symbols, self.rng = "", probs, symbols, random.Random(seed)
        self.dot = len(symbols) - 1
        before = choice("letter before", [(s, i) for i, s in enumerate(symbols)], self.dot)
        u = slider("u", 0.0, 0.999, 0.001, 0.5)
        before.observe(self.begin, "value")
        super().__init__(lambda before, u: roll(probs[before], symbols, u, self.name), before=before, u=u)
        buttons = row(
            button("take this letter", self.take), button("throw u", self.throw), button("start again", self.restart)
        )
        self.children = (before, u, buttons, self.screen)

    def begin(self, change):
        """The letter before was chosen: the name begins with it, unless it was the last one taken."""
        if self.name[-1:] != self.symbols[change["new"]]:
            self.name = "" if change["new"] == self.dot else self.symbols[change["new"]]

    def take(self):
        drawn = letter_at(self.probs[self.controls["before"].value], self.controls["u"].value)
        finished = self.name
        self.name = "" if drawn == self.dot else self.name + self.symbols[drawn]
        self.controls["before"].value = drawn
        self.throw()
        if drawn == self.dot:
            self.screen.value += note(f"The dot: {finished or 'the empty name'} is finished.")

    def throw(self):
        """Throw u anew, and show where it falls."""
        self.controls["u"].value = self.rng.randrange(1000) / 1000
        self.answer()

    def restart(self):
        self.name, self.controls["before"].value = "", self.dot
        self.answer()


# ---- the loss of a table ----


def surprise(p):
    return -log(p) if p > 0 else inf


def table_loss(probs, pairs):
    """Nats per token of a table of probabilities on names whose pairs were counted into `pairs`."""
    cells = [(n, p) for ns, ps in zip(pairs, probs) for n, p in zip(ns, ps) if n]
    return sum(n * surprise(p) for n, p in cells) / sum(n for n, _ in cells)


def moved(chances, token, p):
    """A row with the probability p for one token; the others share what is left as they did before."""
    rest = (1 - p) / (1 - chances[token])
    return [p if i == token else rest * x for i, x in enumerate(chances)]


class Entry:
    """The training loss of the table of shares in which one entry is moved; counts are the training names' pairs."""

    def __init__(self, counts):
        self.counts, self.shares = counts, [next_probs(row, 0) for row in counts]
        self.whole = sum(map(sum, counts))
        self.best = table_loss(self.shares, counts)

    def loss(self, before, after, p):
        """Only the row of `before` has changed: what it costs more, spread over all tokens."""
        now, then = moved(self.shares[before], after, p), self.shares[before]
        return self.best + sum(
            n * (surprise(a) - surprise(b)) / self.whole for n, a, b in zip(self.counts[before], now, then) if n
        )


GRID = [k / 200 for k in range(1, 200)]


def entry(table, symbols, before, after, p):
    """The training loss against one entry of the table; table: an Entry."""
    share = table.shares[before][after]
    pair = f"{symbols[after]} after {symbols[before]}"
    if share == 1:
        raise BadInput(f"{pair} is certain: nothing else ever came, so there is nothing to give it away to")
    loss = table.loss(before, after, p)
    more = {x: 1000 * (table.loss(before, after, x) - table.best) for x in GRID}
    now = 1000 * (loss - table.best)
    high = max(now, more[min(GRID, key=lambda x: abs(x - 0.5 * (1 + share)))])  # halfway up to certainty
    drawn = {x: cost for x, cost in more.items() if cost <= high}
    said = (
        f"{pair}: probability {p:.3f} costs {now:.4g} thousandths of a nat more than count / sum, {share:.3f}; "
        f"training loss {loss:.5f}"
    )
    picture = chart(
        {"": (list(drawn), list(drawn.values()))},
        f"probability of {pair}",
        "loss above the lowest (nats / 1000)",
        (0, 1),
        (-high / 20, high),
        levels={"": 0.0},
        mark=(p, now),
    )
    return Panel(note(said) + picture, said)


def entry_explorer(counts, symbols, before, after):
    """Explorer: move one entry of the table off count / sum, and see what the training loss does."""
    table, options = Entry(counts), [(s, i) for i, s in enumerate(symbols)]
    return Explorer(
        lambda before, after, p: entry(table, symbols, before, after, p),
        before=choice("letter before", options, before),
        after=choice("letter after", options, after),
        p=stops("probability", GRID, table.shares[before][after]),
    )


# ---- smoothing ----


def smoothed(counts, pairs, tokenizer, smoothing, name):
    """What an amount of smoothing costs; pairs: {"training names": the table of their pairs, ...}."""
    name = name.strip().lower()
    if len(name) > LONGEST:
        raise BadInput(f"a name of {len(name):,} letters is too long; {LONGEST} at most")
    tokens, probs = tokenizer.encode(name), [next_probs(row, smoothing) for row in counts]
    losses = {what: table_loss(probs, table) for what, table in pairs.items()}
    losses[name or "(empty name)"] = table_loss(probs, count([tokens], tokenizer.vocab_size))
    lines = [f"{what:16} {x:8.4f}  {blocks(x / 9) if x < inf else '(infinite)'}" for what, x in losses.items()]
    return "\n".join([f"smoothing {smoothing:g}; loss in nats per token", *lines, unseen(counts, tokenizer, tokens)])


def unseen(counts, tokenizer, tokens):
    """Which pairs of a name never occur in the training names, each once."""
    steps = dict.fromkeys(zip(tokens, tokens[1:]))
    found = [tokenizer.symbol(a) + tokenizer.symbol(b) for a, b in steps if counts[a][b] == 0]
    if not found:
        return "every pair of this name was seen"
    more = f" and {len(found) - TOLD} more" if len(found) > TOLD else ""
    return f"never seen in the training names: {', '.join(found[:TOLD])}{more}"


def smoothing_explorer(counts, pairs, tokenizer, name):
    """Explorer: how much to add to every count; the losses, and that of a name of one's own."""
    return Explorer(
        lambda smoothing, name: smoothed(counts, pairs, tokenizer, smoothing, name),
        smoothing=stops("smoothing", [0, 0.001, 0.01, 0.1, 1, 10, 100, 1000], 1),
        name=words("name", name),
    )
