"""The loss ledger, the thread of the course: what each lesson's model reaches on the same 1,532 held-out names.

Every row has two numbers, in nats per token: `early`, after the same 1,000 names, each seen once; and `final`, trained to
the end on all training names, which a table counts, and a network sees about seven times. `learned` gives such a network.
What is computed is kept on the reader's machine (`keep`).
"""

from functools import cache
from math import log

from ...data import BadInput
from . import networks, tables
from .keep import kept
from .networks import NETWORKS, SEED, STEPS, config, names, one_head_state, replayed, trained

__all__ = [
    "NETWORKS", "ROWS", "RUNS", "SEED", "STEPS", "TABLES", "config", "counted", "early", "early_runs", "final", "learned",
    "loss", "names", "one_head_state", "replayed", "rows", "show", "texts", "trained",
]  # fmt: skip

RUNS = 5  # in the first column: a run takes the next thousand names, and a network starts from other numbers
TABLES = ["uniform", "letter frequencies", "bigram table", "longer contexts", "Kneser-Ney table"]
ROWS = [*TABLES, *NETWORKS]


def texts(documents):
    """Token lists as texts, with a dot at both ends."""
    symbol = names()[0].symbol
    return ["".join(map(symbol, tokens)) for tokens in documents]


def counted(row, training):
    """The held-out loss of a table that was counted on these token lists."""
    tokenizer, _, held_out = names()
    if row == "uniform":
        return log(tokenizer.vocab_size)
    if row == "bigram table":
        return tables.bigram_table(training, held_out, tokenizer.vocab_size)
    return tables.longer(*tables.LONGER[row], texts(training), texts(held_out), tokenizer.vocab_size)


@cache
def early(row, run=0):
    """The held-out loss of a row after the same 1,000 names, in one run; None where a network is not trained so."""
    if row in NETWORKS:
        return kept(f"{row}, {STEPS} names, run {run}", lambda: networks.early(row, run))
    thousand = names()[1][run * STEPS : (run + 1) * STEPS]
    return kept(f"{row}, {STEPS} names, run {run}", lambda: counted(row, thousand))


def early_runs(row):
    """`early` in every run."""
    return [early(row, run) for run in range(RUNS)]


def to_the_end(row):
    network = row.removesuffix(", Adam")  # the same one: to the end, all networks are trained with Adam
    return kept(f"{network}, to the end", lambda: networks.to_the_end(network))


@cache
def final(row):
    """The held-out loss of a row that was trained to the end on all training names."""
    if row in NETWORKS:
        return to_the_end(row)["loss"]
    return kept(f"{row}, all names", lambda: counted(row, names()[1]))


def learned(row):
    """What a network has learned when it was trained to the end: its state, as floats."""
    return to_the_end(row)["state"]


def rows(upto, new=None):
    """{row: (early, final)} up to one row, then the new ones: {row: (early, final), or early alone}. Raises BadInput."""
    if upto not in ROWS:
        raise BadInput(f"the ledger has no row {upto!r}; it has {', '.join(ROWS)}")
    found = {row: (early(row), final(row)) for row in ROWS[: ROWS.index(upto) + 1]}
    for row, value in (new or {}).items():
        found[row] = value if isinstance(value, tuple) else (value, final(row))
    return found


def cell(value, digits=3):
    return "-" if value is None else f"{value:.{digits}f}{' ' * (3 - digits)}"


def digits(row):
    return NETWORKS[row].digits if row in NETWORKS else 3


def show(upto, new=None):
    """Print the ledger up to one row; new: a dictionary of rows that this lesson adds, as for `rows`."""
    print(f"{'held-out loss,':20}{'after the same':>16}{'trained to the end':>21}")
    print(f"{'nats per token':20}{'1,000 names':>16}{f'on all {len(names()[1]):,}':>21}")
    shown = rows(upto, new)
    for row, (first, second) in shown.items():
        print(f"{row:20}{cell(first):>16}{cell(second, digits(row)):>21}{'   <- new' if row in (new or {}) else ''}")
    if any(digits(row) < 3 for row in shown):
        print("(Two digits where the third depends on the machine.)")
    print("(What takes long is kept in work/kept, and computed anew when the library changes.)")


# ---- until lesson 3 asks for `early` or `final` ----


def loss(row):
    """A table counted on all names, a network after 1,000."""
    return early(row) if row in NETWORKS else final(row)
