"""Sums that were written as one addition after the other become one operation, as `total` and `dot` would have made it.

Whoever writes a loop of `answer = answer + weight * x` means a dot product. Numbers that only such a loop needs are left
out; every other one keeps its value, since the terms stay in their order.
"""

from collections import Counter


def folded(graph, parameters):
    """The same graph (births, where each position ends, losses, logits) with its loops of additions folded."""
    births, ends, losses, logits = graph
    uses = Counter(id(x) for value in births for x in value.inputs)
    uses.update(id(x) for loss, row in zip(losses, logits) for x in (loss, *row))
    learned, kept, kept_ends = set(map(id, parameters)), [], []
    for start, end in zip([0, *ends], ends):
        made = births[start:end]
        mine = {id(value) for value in made if uses[id(value)] == 1}  # used once, or only by what is made of it here
        kept += fold(made, mine, learned)
        kept_ends.append(len(kept))
    return kept, kept_ends, losses, logits


def fold(made, mine, learned):
    """What is left of the numbers made at one position, in order; mine: the ids of those that are used only once."""
    gone = set()
    for value in reversed(made):
        if value.op in ("+", "total") and value.inputs and id(value) not in gone:
            terms, links = added(value, mine) if value.op == "+" else (list(value.inputs), [])
            from_zero = is_zero(terms[0], learned)
            terms = terms[from_zero:]
            if all(term.op == "*" and id(term) in mine for term in terms):
                value.op, value.inputs = "dot", tuple(term.inputs[side] for side in (0, 1) for term in terms)
                links += terms
            elif value.op == "total" or len(terms) > 2 or from_zero:
                value.op, value.inputs = "total", tuple(terms)
            else:
                continue
            gone.update(map(id, links))
    return [value for value in made if id(value) not in gone]


def added(value, mine):
    """(the terms of a sum in the order in which they are added, the sums inside it)."""
    terms, links = [], []
    while value:
        inside = next((x for x in value.inputs if x.op == "+" and id(x) in mine), None)
        rest = list(value.inputs)
        if inside:
            rest.remove(inside)
            links.append(inside)
        terms += reversed(rest)
        value = inside
    return terms[::-1], links


def is_zero(x, learned):
    """Whether this number is the constant 0 with which a loop begins."""
    return not x.inputs and x.data == 0 and id(x) not in learned
