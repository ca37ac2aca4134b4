"""An exercise: what is wanted, the cases that tell, the mistakes that have a name, and the verdict about an answer."""

import random
from dataclasses import dataclass, field
from functools import cached_property, partial
from inspect import signature

from . import arguments, form, going_on, lines, parts, relations
from .behaviour import go_on, is_untouched, looked_at, tried
from .calling import attempt, directly, plain, to_json
from .cases import mixed
from .check import Check, Verdict
from .errors import told
from .same import numbers, same
from .words import shown, shown_apart, shown_case

GENERATED = 40  # cases that are drawn for each exercise
ON_VALUES = 6  # cases that are tried on Values as well


@dataclass(frozen=True)
class Apart:
    """How an answer is called in a process that is to know nothing of what is right, where the exercise's `use` does.

    use(answer, *sent): what is called there; send(*case): what it is sent of a case; judged(found, *case): what `use` of the
    exercise would have made of what it found; left(after, *case): the arguments of the case as they were left.
    """

    use: object
    send: object = lambda *case: case
    judged: object = lambda found, *case: found
    left: object = lambda after, *case: after


@dataclass(eq=False, repr=False)
class Exercise(Check):
    """A function is wanted that does what `truth` does on every case.

    cases: written ones, the smallest first, each a tuple of arguments; generate(rng): one more, drawn some dozens of times;
    world(): cases of the notebook's own world. mistakes: {the sentence that names it: a function that makes it, or a tuple
    of variants}. runs_on: what the notebook goes on with while it is not solved (truth). may_change: names of arguments
    that are to end as truth leaves them; all others must stay as they were. exact: a tuple of any length must be a tuple.
    on: makes a Value from a float where the notebook goes on with Values. use(answer, *case): how an answer is called,
    where a plain call is not enough; apart: how it is called in another process, where `use` itself judges; names: of what
    a case holds; draw(*case): a picture of a case that failed;
    show(*case): a case as text; close: the relative error that is forgiven; each: whether every number is measured by its own
    size; unfit(answer): what is wrong with it before it
    is called, or None; note(answer): what is to be said of a right one, or None. part(*case): which part of the answer a
    case is about, where it has several, as a table has lines: a mistake in one is named, whatever the others do.
    known(answer): a sentence about a wrong answer that shows in other ways than by its results in each case, or None.
    mixes(*case): whether a case that has one argument of another case is a case too; None: there are no such ones.
    parts: {the name of each part of a result that is a tuple: {a sentence that goes on after "In d_x, ": a function that makes
    this mistake in this part alone}}.
    """

    task: str
    truth: object
    cases: list
    mistakes: dict
    learned: str
    generate: object = None
    world: object = None
    hints: tuple = ()
    runs_on: object = None
    use: object = directly
    apart: Apart | None = None
    names: tuple = ()
    draw: object = lambda *case: None
    show: object = None
    close: float = 1e-9
    each: bool = False
    may_change: tuple = ()
    exact: bool = False
    on: object = None
    part: object = lambda *case: None
    parts: dict = field(default_factory=dict)
    known: object = lambda answer: None
    mixes: object = None
    note: object = lambda answer: None
    unfit: object = lambda answer: (
        None if callable(answer) else f"pass in your function, not {shown(looked_at(answer))}."
    )

    def __post_init__(self):
        self.runs_on = self.runs_on or self.truth
        takes = signature(self.truth) if self.use is directly else signature(self.use)
        self.names = self.names or tuple(takes.parameters)[self.use is not directly :]
        self.is_same = partial(same, close=self.close, each=self.each)
        self.done = {}  # (id of a mistake, place of the trial) -> Outcome
        self.of_the_whole, self.mistakes = self.mistakes, self.mistakes | parts.whole(self.parts, self.truth)

    # ---- the cases, and what is wanted in them ----

    @cached_property
    def trials(self):
        """All cases: written, generated, of the notebook's world, mixed."""
        return [*self.unmixed, *(mixed.case for mixed in self.mixed)]

    @cached_property
    def unmixed(self):
        rng = random.Random(self.name)
        generated = [tuple(self.generate(rng)) for _ in range(GENERATED)] if self.generate else []
        return [*map(tuple, self.cases), *generated, *(map(tuple, self.world()) if self.world else [])]

    @cached_property
    def mixed(self):
        """Cases that differ from one of the others in one argument alone."""
        return mixed(self.unmixed, len(self.cases), self.mixes) if self.mixes else []

    @cached_property
    def given(self):
        """The trials as plain data."""
        return [tuple(map(plain, trial)) for trial in self.trials]

    @cached_property
    def wanted(self):
        """An Outcome for every trial."""
        return [attempt(self.truth, trial, self.use) for trial in self.trials]

    @cached_property
    def by_size(self):
        """Places of the trials: the written ones in their order, then the others, the smallest first."""
        written, sizes = len(self.cases), [len(numbers(plain(trial))) for trial in self.trials]
        return [*range(written), *sorted(range(written, len(sizes)), key=sizes.__getitem__)]

    # ---- the verdict ----

    def examine(self, answer):
        """The Verdict about an answer."""
        if answer is ...:
            return self.not_solved()
        if wrong := self.unfit(answer):
            return self.not_yet("form", wrong)
        return self.verdict(tried(answer, self.trials, self.use), answer)

    def verdict(self, outcomes, answer=None):
        """The Verdict about what an answer did on the trials; without the answer itself, nothing more is tried."""
        if all(map(form.is_stub, outcomes)) or (all(map(form.is_nothing, outcomes)) and is_untouched(answer)):
            return self.not_solved()
        wrong = [i for i in self.by_size if i < len(outcomes) and not self.is_right(outcomes[i], i)]
        changed = [i for i in self.by_size if i < len(outcomes) and self.unwanted_change(outcomes[i], i)]
        if wrong:
            return self.beside_others(self.wrong(outcomes, wrong, changed, answer), wrong)
        if changed:
            why = self.unwanted_change(outcomes[changed[0]], changed[0])
            return self.not_yet("change", why, changed[0])
        return self.right(outcomes, answer)

    def is_right(self, outcome, i):
        wanted = self.wanted[i]
        if outcome.error or wanted.error:
            return bool(outcome.error and wanted.error and outcome.error.is_like(wanted.error))
        return self.is_same(outcome.result, wanted.result) and not (
            self.exact and form.no_tuple(outcome.result, wanted.result)
        )

    def wrong(self, outcomes, wrong, changed, answer):
        """The name of the mistake, or what is wrong in the form, or how the results are related to what is wanted."""
        unsolved = [i for i in wrong if form.is_stub(outcomes[i])]
        if len(unsolved) == len(wrong):
            return self.not_solved(outcomes[unsolved[0]].error)
        first = next(i for i in wrong if i not in unsolved)
        found, wanted = outcomes[first], self.wanted[first]
        if sentence := lines.idle(answer) or (self.use is directly and lines.other_order(self.names, answer)):
            return self.not_yet("form", sentence, first, found)
        if sentence := self.mistake(outcomes, self.alike(first)) or (answer and self.known(answer)):
            return self.not_yet("mistake", sentence, first, found)
        if sentence := arguments.always_the_same(*([them[i] for i in self.alike(first) if i < len(outcomes)]
                                                   for them in (outcomes, self.wanted))):  # fmt: skip
            return self.not_yet("relation", sentence, first, found)
        if sentence := going_on.two_things(self, outcomes, answer):
            return self.not_yet("relation", sentence, first, found)
        change = self.unwanted_change(outcomes[changed[0]], changed[0]) if changed else ""
        if change and found.error and (found.error.outside or found.error.type == "Wrong"):
            return self.not_yet("change", change, changed[0])  # what was looked at afterwards was no longer as it came
        if sentence := arguments.remembered(self.names, self.given, outcomes, self.wanted, self.is_same):
            return self.not_yet("relation", sentence, first, found)
        stopped = [i for i in wrong if outcomes[i].error and i in self.alike(first)]
        if 3 * len(stopped) > 2 * len(wrong) and not found.error:  # that it comes to an end in this one is by chance
            first = stopped[0]
            found, wanted = outcomes[first], self.wanted[first]
        if half := not found.error and self.half_right(outcomes):
            sentence, shown = half
            besides = f" Besides, {change}" if change else ""
            said = sentence + lines.returned_early(answer) + besides
            return self.not_yet("relation", said, shown, outcomes[shown])
        touched = change.split("`")[1] if change else None
        if first != (
            first := form.commonest(
                outcomes, self.wanted, self.exact, [i for i in self.alike(first) if i in wrong], first
            )
        ):
            found, wanted = outcomes[first], self.wanted[first]
        places = [i for i in self.by_size if i < len(outcomes) and i in self.alike(first)]
        sometimes = any(outcomes[i].result is not None for i in places)
        if sentence := form.always(outcomes, self.wanted) or form.fault(
            found, wanted, self.exact, touched, answer, sometimes
        ):
            return self.not_yet("form", sentence, first, found)
        if change and not found.error:
            return self.not_yet("change", change, changed[0])
        them = [[them[i] for i in places] for them in (self.trials, outcomes, self.wanted)]
        if found.error:
            why = told(found.error, relations.elsewhere(self.names, *them, self.is_same, found.error.type != "Wrong"))
            return self.not_yet("error", why, first, found)
        unused = arguments.unused(self.names, self.mixed, len(self.unmixed), outcomes, self.wanted)
        if sentence := relations.relation(self.names, *them, self.is_same, places.index(first), answer, unused):
            return self.not_yet("relation", sentence, first, found)
        return self.not_yet("differs", "the result differs.", first, found)

    def beside_others(self, verdict, wrong):
        """A Verdict about one part of an answer that has several, with the names of those that are right."""
        right = dict.fromkeys(self.part(*trial) for trial in self.trials)
        for i in wrong:
            right.pop(self.part(*self.trials[i]), None)
        if None not in right and right and verdict.kind != "untouched":
            verdict.text += f"\n  right already: {parts.listed(list(right))}"
        return verdict

    def half_right(self, outcomes):
        """(which parts of the results are right, and what is said of the others; the case that shows it), or None."""
        if not self.parts or len(outcomes) < len(self.trials):
            return None
        places = [i for i in self.by_size if not outcomes[i].error and not self.wanted[i].error]
        trials, found, wanted = [[them[i] for i in places] for them in (self.trials, outcomes, self.wanted)]
        if not parts.all_have(len(self.parts), found):
            return None
        what = self.names, trials, found, wanted, self.is_same
        them = parts.Parts(list(self.parts), *what)
        named = partial(self.part_mistake, places)
        if not them.wrong:
            return None
        said = (not them.right and relations.of_the_whole(*what)) or them.told(named)
        return (said, places[them.shown]) if said else None

    def part_mistake(self, places, name, outcomes):
        """The sentence of the mistake that makes the same of this part in all these cases."""
        return self.named(self.parts[name], directly, outcomes, places)

    def alike(self, i):
        """Places of all cases that are about the same part of the answer as one of them."""
        about = self.part(*self.trials[i])
        return [place for place, trial in enumerate(self.trials) if self.part(*trial) == about]

    def mistake(self, outcomes, places):
        """The sentence of the mistake that does the same in all these cases."""
        if len(outcomes) < len(self.trials):
            return None
        stopped = any(outcome.error for outcome in outcomes)  # then no part can be looked at
        mistakes = self.mistakes if stopped else self.of_the_whole
        return self.named(mistakes, self.use, [outcomes[i] for i in places], places)

    def named(self, mistakes, use, outcomes, places):
        """The sentence of the first of these mistakes that has these outcomes at these places of the trials."""
        for sentence, variants in mistakes.items():
            for variant in variants if isinstance(variants, tuple) else (variants,):
                if all(map(self.does(variant, use), outcomes, places)):
                    return sentence
        return None

    def does(self, variant, use):
        """A test of an outcome and its place: whether this mistake does the same there."""

        def is_so(outcome, i):
            if (id(variant), i) not in self.done:
                self.done[id(variant), i] = attempt(variant, self.trials[i], use)
            known = self.done[id(variant), i]
            if known.error or outcome.error:
                return bool(known.error and outcome.error and outcome.error.is_like(known.error))
            return self.is_same(outcome.result, known.result)

        return is_so

    def unwanted_change(self, outcome, i):
        """A sentence about the first argument that is not left as it should be."""
        left = zip(self.names, outcome.after or (), self.given[i], self.wanted[i].after)
        for name, found, was, wanted in left:
            if name in self.may_change:
                if not self.is_same(found, wanted):
                    return f"`{name}` is not left as it should be: {shown(found)}, not {shown(wanted)}."
            elif not (same(found, was, 0.0) or shown(found, 17) == shown(was, 17)):
                may = " and ".join(f"`{name}`" for name in self.may_change)
                if may:
                    return f"your function changes `{name}`; only {may} may change."
                inside = (
                    " of it and of its rows" if isinstance(was, list | tuple) and any(map(form.is_list, was)) else ""
                )
                return f"your function changes `{name}`, which it was given; work on a copy{inside}."
        return None

    def right(self, outcomes, answer):
        """Right on plain numbers; but what does the notebook go on with?"""
        text = f"Right, in all {len(outcomes)} cases. {self.learned}"
        if answer is None:
            return Verdict(text, None, None, "right")
        if why := going_on.keeps(self, outcomes, answer):
            return self.not_yet("relation", why)
        if note := self.note(answer):
            text += f"\n  {note}"
        if why := going_on.stays_behind(self, outcomes, answer):
            return Verdict(
                f"{text}\n  But {why}: the notebook goes on with the course's own.", None, self.runs_on, "right"
            )
        return Verdict(text, None, go_on(answer, self.truth, self.trials, self.use), "right")

    @cached_property
    def on_values(self):
        """Some trials, and the Outcomes on Values that are wanted in them."""
        some = dict.fromkeys([*self.by_size[:: max(1, len(self.trials) // ON_VALUES)], self.by_size[-1]])
        trials = [self.trials[i] for i in some]
        return trials, [attempt(self.runs_on, trial, self.use, self.on) for trial in trials]

    def job(self, source, name):
        """A job for `python calling.py`, which calls an answer on all cases in a process of its own; plain data, fit for JSON.

        source: a text that, executed, defines `name` (with its imports, or whatever of the notebook it needs). The answer comes as
        a line of JSON for each case: `calling.outcome_from_json` makes an Outcome of one, `verdict(outcomes)` the Verdict of all.
        Where fewer lines come than there are trials, an Outcome(error=Error("ended", "so many seconds")) stands for the rest.
        What an `unfit` would say of the thing itself, and what needs the function at hand (whether it keeps something, is slow,
        or works on Values), is not looked at.
        """
        use = None if self.use is directly else f"{self.use.__module__}:{self.use.__qualname__}"
        return {"source": source, "name": name, "cases": [to_json(trial) for trial in self.trials], "use": use}

    # ---- texts ----

    def not_solved(self, error=None):
        said = f"{error.message} " if error and error.message else ""
        return Verdict(f"Not solved yet. {said}{self.task}", None, self.runs_on, "untouched")

    def not_yet(self, kind, why, i=None, found=None):
        """A verdict with the case that shows it, and, where there is a result, yours beside the wanted one."""
        goes_on = why.startswith(("In ", "A "))  # as a sentence of its own begins
        lines = [f"Not yet: {why[0].lower() + why[1:] if goes_on else why}"]
        if i is not None:
            case = self.trials[i]
            lines.append(f"  for {self.show(*case) if self.show else shown_case(self.names, case)}")
        if found is not None and not found.error:
            yours, wanted = shown_apart(found.result, self.wanted[i].result)
            lines += [f"  yours:  {yours}", f"  wanted: {wanted}"]
        if found is not None and found.printed.strip():
            lines.append(f"  printed: {shown(found.printed.strip())}")
        drawing = self.draw(*self.trials[i]) if i is not None and kind != "change" else None
        return Verdict("\n".join(lines), drawing, self.runs_on, kind)
