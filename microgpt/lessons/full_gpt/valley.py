"""A valley to go down: which rule, at which rate, how much steeper across than along, and turned by how much."""

from functools import partial
from inspect import signature
from math import cos, isfinite, radians, sin, sqrt

from ...teach.controls import Explorer, beside, choice, slider, stops
from ...teach.panels import Panel, chart, note
from .missteps import adam_step

EACH = (1, 1.4, 1.8, 2, 2.1, 2.4, 2.5, 3, 5, 7)  # with those of the lesson's cells
RATES = [float(f"{m * 10.0**k:.3g}") for k in range(-5, 1) for m in EACH] + [10.0]
BETAS = [0.0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.96, 0.97, 0.98, 0.99]
FAR = 1e6  # further away than that a way is not followed: it runs out of the valley, and numbers out of range


def landscape(steep, degrees, a, b):
    """The loss, and its slopes along a and b, in a valley that is `steep` times steeper across, turned by so many degrees."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    across, along = c * a - s * b, s * a + c * b
    loss = (steep * across * across + along * along) / 2  # far out it is inf, which ** would refuse
    return loss, (steep * c * across + s * along, -steep * s * across + c * along)


def adam(p, g, m, v, t, lr, decay, beta=0.85):
    """The lesson's step of Adam, with a beta1 to be chosen."""
    return adam_step(p, g, m, v, t, lr * decay, betas=(beta, 0.99))


def takes_beta(rule):
    """Whether it has a beta1 to be chosen, as SGD has not."""
    return "beta" in signature(rule).parameters


def circle(count):
    """So many starts, evenly all around the bottom, as far from it as (1, 1), where the first one lies.

    The losses at mirrored starts are the same: an odd number has none that lie opposite each other.
    """
    turns = [radians(45 + 360 * k / count) for k in range(count)]
    return [(sqrt(2) * sin(turn), sqrt(2) * cos(turn)) for turn in turns]


def descend(rule, lr, steep, degrees, steps):
    """[(a, b), ...] from (1, 1) on; it ends early where a way runs out of the valley."""
    places, m, v = [(1.0, 1.0)], [0.0, 0.0], [0.0, 0.0]
    for t in range(1, steps + 1):
        now, slopes = list(places[-1]), landscape(steep, degrees, *places[-1])[1]
        for i in (0, 1):
            now[i], m[i], v[i] = rule(now[i], slopes[i], m[i], v[i], t, lr, 1.0)
        places.append(tuple(now))
        if not all(isfinite(x) and abs(x) < FAR for x in now):
            break
    return places


def valley_view(rules, rule, lr, beta, steep, degrees, steps):
    """The way of one rule down the valley, seen from above, and its loss at every step; rules: name -> (rule, its rate)."""
    chosen, kept = rules[rule][0], "no beta1"
    if takes_beta(chosen):
        chosen, kept = partial(chosen, beta=beta), f"beta1 {beta:g}"
    places = descend(chosen, lr, steep, degrees, steps)
    losses = [landscape(steep, degrees, *place)[0] for place in places]
    done = len(places) - 1
    said = f"{rule} at a rate of {lr:g}, {kept}: loss {losses[0]:.4g} at the start, {losses[-1]:.2g} after {done} steps"
    if done < steps:
        said += ": the way runs out of the valley"
    floor = [2 * cos(radians(degrees)), 2 * sin(radians(degrees))]
    ways = {
        "the bottom line": ([-floor[0], floor[0]], [-floor[1], floor[1]]),
        rule: ([b for _, b in places], [a for a, _ in places]),
    }
    above = chart(ways, "b", "a", (-2, 2), (-1.5, 1.5), (ways[rule][0], ways[rule][1]), mark=places[-1][::-1])
    curve = {rule: (range(1, len(losses) + 1), [max(loss, 1e-8) for loss in losses])}
    below = chart(curve, "step, from 1 on", "loss", (1, 1000), (1e-8, 1e6), log=True)
    ends = f"it ends at a = {places[-1][0]:.3g}, b = {places[-1][1]:.3g}"
    return Panel(note(said) + note(ends) + above + below, f"{said}\n{ends}")


class ValleyLab(Explorer):
    """The rules of the notebook in a valley; rules: name -> (rule as the lesson writes it, the rate to begin with).

    A rule that has a `beta` follows the slider of that.
    """

    def __init__(self, rules):
        self.rules, first = rules, next(iter(rules))
        super().__init__(
            lambda **chosen: valley_view(rules, **chosen),
            rule=choice("rule", list(rules), first),
            lr=stops("learning rate", RATES, rules[first][1]),
            beta=stops("beta1", BETAS, 0.85),
            steep=stops("times steeper across", [1, 10, 100, 1000, 10000], 10000),
            degrees=slider("turned by, degrees", 0, 40, 1, 0),
            steps=slider("steps", 10, 300, 10, 100),
        )
        self.controls["rule"].observe(
            lambda change: setattr(self.controls["lr"], "value", rules[change["new"]][1]), "value"
        )
        *controls, screen = self.children
        self.children = (beside(controls, [screen]),)
