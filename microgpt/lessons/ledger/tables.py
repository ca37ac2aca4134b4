"""The ledger's counted tables: what may follow a context, as often as it did follow it, and two ways to smooth that.

A name is a text with a dot at both ends, a gram a piece of it: a context and the letter that came after it. Only the
probabilities of letters that did come are computed, so that a table of five letters is judged in a moment.
"""

from collections import Counter
from functools import partial
from itertools import product
from math import log

from ... import bigram

DOT = "·"


def pair_loss(probs, pairs):
    """Nats per token of a table of probabilities on names whose pairs were counted into `pairs`."""
    rows = [(n, p) for ps, ns in zip(probs, pairs) for p, n in zip(ps, ns) if n]
    return -sum(n * log(p) for n, p in rows) / sum(n for n, _ in rows)


def bigram_table(documents, judged, vocab_size):
    """The loss of the table of pairs, every count raised by 1, on the documents that it is judged on (token lists)."""
    probs = [bigram.next_probs(row) for row in bigram.count(documents, vocab_size)]
    return pair_loss(probs, bigram.count(judged, vocab_size))


# ---- longer contexts ----


def grams(texts, longest):
    """How often every gram occurs whose context has 0 to `longest` letters."""
    return Counter(
        text[i - length : i + 1] for text in texts for i in range(1, len(text)) for length in range(min(i, longest) + 1)
    )


def totals(counts):
    """(how many letters were counted after each context, how many different ones)."""
    whole, kinds = Counter(), Counter()
    for gram, n in counts.items():
        whole[gram[:-1]] += n
        kinds[gram[:-1]] += 1
    return whole, kinds


def dirichlet(counts, longest, strength):
    """(counts, how to smooth): the next shorter context is worth `strength` letters more (MacKay and Peto, 1995)."""
    return counts, lambda n, whole, kinds, shorter: (n + strength * shorter) / (whole + strength)


def kneser_ney(counts, longest, discount):
    """(counts, how to smooth): every count is lowered, and what that saves goes to the next shorter context.

    A shorter context does not count how often a letter came, but after how many different letters before it; at the
    beginning of a name there is none before, so there it counts. Source: Kneser and Ney (1995), interpolated.
    """
    before = Counter(gram[1:] for gram in counts)
    begins = {gram for gram in counts if gram[0] == DOT and len(gram) > 1}
    whole = {gram: n if len(gram) > longest or gram in begins else before[gram] for gram, n in counts.items()}
    return whole, lambda n, whole, kinds, shorter: (max(n - discount, 0) + discount * kinds * shorter) / whole


def table(smoother, texts, longest, amount, vocab_size):
    """prob(context, letter) of a table that was counted on these texts; unseen contexts ask shorter ones."""
    counts, smooth = smoother(grams(texts, longest), longest, amount)
    wholes, kinds = totals(counts)

    def prob(context, letter):
        p = 1 / vocab_size
        for start in range(len(context), -1, -1):
            seen = context[start:]
            if seen not in wholes:  # then no longer one has occurred either
                break
            p = smooth(counts.get(seen + letter, 0), wholes[seen], kinds[seen], p)
        return p

    return prob


def loss(prob, texts, longest):
    """Nats per token of a table on these texts."""
    surprises = [-log(prob(text[max(0, i - longest) : i], text[i])) for text in texts for i in range(1, len(text))]
    return sum(surprises) / len(surprises)


def chosen(smoother, texts, lengths, amounts, vocab_size):
    """The length and the amount that do best on a part of these texts, put aside while the others are counted."""
    aside = min(500, len(texts) // 5)
    judge = partial(judged, smoother, texts[aside:], texts[:aside], vocab_size)
    return min(product(lengths, amounts), key=lambda choice: judge(*choice))


def judged(smoother, texts, held_out, vocab_size, longest, amount):
    """The loss on some texts of a table that was counted on others."""
    return loss(table(smoother, texts, longest, amount, vocab_size), held_out, longest)


def longer(smoother, lengths, amounts, texts, held_out, vocab_size):
    """The loss on held-out texts of a table whose length and amount of smoothing were chosen without them."""
    return judged(smoother, texts, held_out, vocab_size, *chosen(smoother, texts, lengths, amounts, vocab_size))


LONGER = {  # row: how to smooth, and what there is to choose from: lengths of the context, amounts
    "letter frequencies": (dirichlet, (0,), (1.0,)),
    "longer contexts": (dirichlet, (3, 4, 5), (10.0, 30.0, 100.0)),
    "Kneser-Ney table": (kneser_ney, (4, 5, 6), (0.7, 0.8, 0.9, 0.95)),
}
