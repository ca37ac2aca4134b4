"""A result of several parts, as a pair of gradients: which part is right, and what is to be said of each of the others."""

from functools import cached_property

from . import form, lines
from .calling import Outcome
from .form import is_list
from .relations import relation

TOLD = 2  # parts of which something is told


def whole(parts, truth):
    """The mistakes of each part as mistakes of the whole, where all other parts are right: {sentence: functions}."""
    return {
        f"In {name}, {sentence}": tuple(instead_of(k, v, truth) for v in (them if isinstance(them, tuple) else (them,)))
        for k, (name, mistakes) in enumerate(parts.items())
        for sentence, them in mistakes.items()
    }


def instead_of(k, mistake, truth):
    """The right function, but for its k-th part."""

    def mistaken(*case):
        right = list(truth(*case))
        return (*right[:k], mistake(*case), *right[k + 1 :])

    return mistaken


def all_have(number, outcomes):
    """Whether every result has so many parts."""
    return all(o.error is None and is_list(o.result) and len(o.result) == number for o in outcomes)


def part(outcomes, k):
    """The outcomes of one part alone."""
    return [Outcome(result=outcome.result[k], after=outcome.after) for outcome in outcomes]


class Parts:
    """The results of an answer, part by part. names: of the arguments; called: the names of the parts; is_same: as in relations."""

    def __init__(self, called, names, trials, outcomes, wanted, is_same):
        self.called, self.names, self.trials, self.is_same = called, names, trials, is_same
        self.found = [part(outcomes, k) for k in range(len(called))]
        self.wanted = [part(wanted, k) for k in range(len(called))]
        self.cases_wrong = [self.where_wrong(k) for k in range(len(called))]
        self.right = [k for k, cases in enumerate(self.cases_wrong) if not cases]
        self.wrong = [k for k, cases in enumerate(self.cases_wrong) if cases]

    def where_wrong(self, k):
        """The cases in which a part is wrong."""
        pairs = enumerate(zip(self.found[k], self.wanted[k]))
        return {i for i, (f, w) in pairs if not self.is_same(f.result, w.result)}

    @cached_property
    def shown(self):
        """The first of the cases in which all that is ever wrong is wrong; else the first in which something is."""
        wrong = [self.cases_wrong[k] for k in self.wrong]
        return min(set.intersection(*wrong) or set.union(*wrong))

    def said_of(self, k, mistake):
        """A sentence about a part that is wrong, or ""; mistake(name, outcomes): the name of its mistake, or None."""
        if named := mistake(self.called[k], self.found[k]):
            return named
        found, wanted = self.found[k][self.shown], self.wanted[k][self.shown]
        if self.shown in self.cases_wrong[k] and found.result is None:
            return "None came, which is nothing."
        return (self.shown in self.cases_wrong[k] and form.fault(found, wanted, answer=lines.NOT_ASKED)) or relation(
            self.names, self.trials, self.found[k], self.wanted[k], self.is_same, self.shown
        )

    def told(self, mistake):
        """Which parts are right, and what is said of the others; "" where there is nothing to say.

        Where a mistake has a name, in how many cases another part is right says nothing more: it may follow from that.
        """
        right, wrong = self.right, self.wrong
        named = [k for k in wrong if mistake(self.called[k], self.found[k])]
        said = {k: self.said_of(k, mistake) for k in (named or wrong)[:TOLD]}
        said |= {k: more for k in wrong if len(said) < TOLD and k not in said
                 and not (more := self.said_of(k, mistake)).startswith("right ")}  # fmt: skip
        if not right and not any(said.values()):
            return ""
        told = [f"In {self.called[k]}, {sentence}" for k, sentence in said.items() if sentence]
        if right:
            told.insert(0, f"{listed([self.called[k] for k in right])} {'is' if len(right) == 1 else 'are'} right.")
        if differ := [self.called[k] for k in wrong if not said.get(k)]:
            told.append(f"{listed(differ)} {'differs' if len(differ) == 1 else 'differ'}.")
        return " ".join(told)


def listed(words):
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
