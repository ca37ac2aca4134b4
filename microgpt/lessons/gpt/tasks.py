"""Three tasks for a walk through the graph; what is right is read off the graph itself."""

from ...graph.draw import roles
from ...graph.trace import fold
from ...teach.predict import Question
from ..walks import seen

NAME = "emma"
SECOND_M = 3  # its place


def reached(forward, start):
    """The places in the order of births of all numbers that were made from those at `start`."""
    found = set(start)
    for i in range(min(start), len(forward.births)):
        if i in found:
            found.update(forward.users[i])
    return found


def not_reached(walk):
    """The letters, by place, to none of whose boxes anything comes from the second m."""
    forward = seen(walk, text=NAME)
    columns = {call.position: range(call.start, call.end) for call in forward.root.calls if call.position is not None}
    touched = reached(forward, columns[SECOND_M])
    free = [place for place, numbers in columns.items() if not touched & set(numbers)]
    return f"those of the places {', '.join(map(str, free))}" if free else "none: it reaches them all"


def looks_back(walk):
    """The head that gives the largest weight to the letter before, where the last letter listens."""
    forward, weights = seen(walk, text=NAME), {}
    last = len(NAME)
    for call in forward.root.walk():
        if call.position == last and call.path.endswith("/softmax"):
            exps = [value.data for value in forward.births[call.start : call.end] if value.op == "exp"]
            weights[call.path.split("/")[-2].replace("head", "head ")] = exps[last - 1]
    return max(weights, key=weights.get)


def stays_grey(walk):
    """Which boxes of the plain picture a moved weight of lm_head leaves as they were."""
    forward = seen(walk, text=NAME, weight="lm_head[0][0]", to=1.0, asked="what changed")
    boxes = fold(forward.births, forward.root, lambda call: bool(call.calls) and not roles(call))
    grey = {box.path.split("/")[-1] for box in boxes if forward.change(box) == 0.0}
    lit = {box.path.split("/")[-1] for box in boxes if forward.change(box) > 0.0}
    if lit == {"lm_head", "loss", "mean"} and not grey & lit:
        return "all above lm_head"
    return "none" if not grey else "others"


TASKS = {
    "what the second m reaches": Question(
        "The second m of emma stands at place 3. Which boxes get nothing from it?",
        {
            "none: it reaches them all": "Follow the arcs from its attn: they lead to the right only.",
            "those of the places 0, 1, 2": "Arcs lead to later letters only: an earlier one was finished before it came.",
            "those of the place 4": "An arc leads there: the a listens to every letter so far.",
            "all of the other places": "An arc leads to attn of place 4, and from there on downwards.",
        },
        truth=not_reached,
    ),
    "the head that looks back": Question(
        "At the a of emma, place 4: which head gives most to the letter before, the second m?",
        {
            f"head {head}": f"What it gives is the fourth `exp` in the softmax of `pos4/layer0/attn/heads/head{head}`."
            for head in range(4)
        },
        truth=looks_back,
    ),
    "one weight of lm_head": Question(
        "Open a number of `lm_head`, and move one of its weights. Go back to the whole picture: which boxes stay grey, unchanged?",
        {
            "all above lm_head": "They were finished before lm_head was asked.",
            "none": "Look again: a box says `unchanged` where no number in it is another.",
            "those of all other letters": "There is one lm_head, and every letter goes through it.",
        },
        truth=stays_grey,
        why=Question(
            "Why?",
            {
                "nothing in them was made from lm_head": "A number changes only with what it was made from.",
                "their gradients are 0": "They are not: what lies above lm_head has an influence on the loss.",
                "every letter has an lm_head of its own": "All letters share its rows, as they share every matrix.",
            },
            truth="nothing in them was made from lm_head",
        ),
    ),
}
