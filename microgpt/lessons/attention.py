"""What lesson 4 brings: its exercises with their mistakes, its predictions, the attention of one head to move."""

from dataclasses import dataclass
from math import exp

from .. import attention, nn
from ..data import BadInput
from ..nn import dot, entropy, linear, relu, softmax
from ..teach.cases import by_hand
from ..teach.controls import Explorer, choice, slider, switch, words
from ..teach.judge import Checks, Exercise
from ..teach.lesson import Lesson
from ..teach.panels import Panel, aligned, note
from ..teach.predict import Question

# ---- the exercises ----


def attend_with(weigh):
    return lambda query, keys, values: attention.mix(weigh(query, keys), values)


def dots(query, keys):
    return [nn.dot(query, key) for key in keys]


attend = Exercise(
    "Return the blend of the values: scores (divided by the root of the length), softmax, weighted average.",
    attention.attend,
    [
        ([1.0, 0.0], [[5.0, 5.0]], [[2.0, 3.0]]),
        ([2.0, 1.0], [[1.0, 0.0], [0.0, 2.0]], [[1.0, 0.0], [0.0, 3.0]]),
        by_hand(3, 3, 4),
        by_hand(7, 5, 4),
    ],
    {
        "the scores are not scaled: divide them by the root of the vectors' length.": attend_with(
            lambda q, keys: nn.softmax(dots(q, keys))
        ),
        "divide by the root of the length, not by the length.": attend_with(
            lambda q, keys: nn.softmax([s / len(q) for s in dots(q, keys)])
        ),
        "the scores are no shares yet: softmax is missing.": attend_with(attention.scores),
        "the scores do not matter in your blend: it is a plain average.": attend_with(
            lambda q, keys: [1 / len(keys)] * len(keys)
        ),
        "you take the value with the highest score alone; softmax blends all of them.": attend_with(
            lambda q, keys: [float(i == max(range(len(keys)), key=dots(q, keys).__getitem__)) for i in range(len(keys))]
        ),
        "you blended the keys; the keys are for scoring, the values are what is given away.": lambda q, keys, values: (
            attention.attend(q, keys, keys)
        ),
    },
    "The weights add up to 1, so the answer always lies between the values.",
)


def triangle(queries, keys, values, first=lambda i: 0, last=lambda i: i + 1):
    """Each query attends to the positions from first(i) up to last(i)."""
    seen = [slice(first(i), last(i)) for i in range(len(queries))]
    return [attention.attend(query, keys[part], values[part]) for query, part in zip(queries, seen)]


def wrong_axis(queries, keys, values):
    """Softmax down the columns of the score table instead of along its rows."""
    table = [attention.scores(query, keys) for query in queries]
    columns = [nn.softmax(list(column)) for column in zip(*table)]
    return [attention.mix([column[i] for column in columns[: i + 1]], values[: i + 1]) for i in range(len(queries))]


def a_sequence(numbers, count, size):
    """Queries, keys and values for `count` positions."""
    query, keys, values = by_hand(numbers, count + 1, size)
    return [query, *keys[:-1]][:count], keys[1:], values[:count]


attend_all = Exercise(
    "Let every position attend to itself and to all before it; return a list with one answer per position.",
    triangle,
    [a_sequence(3, 1, 2), a_sequence(3, 2, 2), a_sequence(7, 4, 4)],
    {
        "you let a position see the future: its keys end at itself.": lambda q, k, v: triangle(
            q, k, v, last=lambda i: None
        ),
        "a position may see itself too: keys[: i + 1], not keys[:i].": lambda q, k, v: triangle(
            q, k, v, last=lambda i: i
        ),
        "a position sees more than itself: start from the first one.": lambda q, k, v: triangle(q, k, v, lambda i: i),
        "softmax over the wrong axis: each query's own weights must add up to 1.": wrong_axis,
        "your triangle is upside down: position 0 sees one key, the last one all.": (
            lambda q, k, v: triangle(q, k, v, lambda i: i, lambda i: None)
        ),
    },
    "A later letter never changes an earlier answer: that is causality, without any mask.",
)


def norm(x, mean=lambda x: 0.0, eps=1e-5, scale=lambda ms: ms**-0.5):
    x = [xi - mean(x) for xi in x]
    ms = sum(xi * xi for xi in x) / len(x)
    return [xi * scale(ms + eps) for xi in x]


rmsnorm = Exercise(
    "Divide x by the root of its mean square; add 1e-5 to the mean square first. rmsnorm([3.0, 4.0]) has mean square 1.",
    nn.rmsnorm,
    [([3.0, 4.0],), ([1.0, -2.0, 4.0, 0.5],), ([0.001, 0.002],), ([0.0, 0.0],)],
    {
        "that is LayerNorm: it takes the mean away first, rmsnorm does not.": lambda x: norm(
            x, lambda x: sum(x) / len(x)
        ),
        "take the root of the mean square.": lambda x: norm(x, scale=lambda ms: 1 / ms),
        "the mean, not the sum: divide the squares by the length.": lambda x: norm(
            x, scale=lambda ms: (ms * len(x)) ** -0.5
        ),
        "without the 1e-5 small vectors blow up, and a zero vector divides by zero.": lambda x: norm(x, eps=0.0),
        "the 1e-5 belongs inside the root, added to the mean square.": lambda x: norm(
            x, eps=0.0, scale=lambda ms: 1 / (ms**0.5 + 1e-5)
        ),
        "divide by the root; you multiplied.": lambda x: norm(x, scale=lambda ms: ms**0.5),
        "that sums to 1; rmsnorm makes the mean of the squares 1.": lambda x: [xi / sum(x) for xi in x],
    },
    "Every vector has the same size afterwards, and its direction is untouched.",
)

check = Checks(attend=attend, attend_all=attend_all, rmsnorm=rmsnorm)

# ---- the predictions ----


def moved(attend, query, keys, values):
    """By how much an answer changes at most when the first two letters change places."""
    keys_moved, values_moved = ([second, first, *rest] for first, second, *rest in (keys, values))
    return max(abs(a - b) for a, b in zip(attend(query, keys_moved, values_moved), attend(query, keys, values)))


PREDICTIONS = {
    "without the root": Question(
        "Without the division by the root, to how many of the ten letters does the query listen?",
        {
            1: "Differences of large scores are large, and softmax gives almost everything to the largest.",
            5: "With the division it is nearer to that.",
            10: "All ten alike would need equal scores; without the division they differ even more.",
        },
        truth=lambda listened_to: listened_to(False),
    ),
    "order of the keys": Question(
        "If two of the letters change places, by how much does the answer change?",
        {
            0: "The weights change places together with the values: the sum is the same.",
            1: "Look at the three steps: does any of them know which letter came first?",
            5: "That would be so if only the values were exchanged, and the keys were not.",
        },
        truth=moved,
    ),
    "missed most": Question(
        "After a thousand names, which part of the model is missed most?",
        {
            "positions": "They help, but not as much: letters alone tell a good deal.",
            "attention": "That is what its fame suggests; see what a thousand names make of it.",
            "residual": "Missed, yes; one part is missed even more.",
            "rmsnorm": "Without it the numbers are too small to be heard, and learning is slow.",
        },
        truth=lambda without, held_out_losses: max(without, key=lambda part: sum(held_out_losses(part))),
    ),
}

lesson = Lesson("04", PREDICTIONS, check=check)
predict = lesson.predict

# ---- things to move ----


@dataclass(frozen=True)
class Heard:
    """What the last of some tokens hears in a one-head model; the lists have one number per token so far."""

    raw: list  # query times key
    scores: list  # divided by the root of the length
    weights: list
    shares: list  # the size of what each token contributes to the blend
    stream: list  # the root mean square of the residual stream after embed, listen, think
    probs: list  # of the next token


def hear(state, tokens, positions=True, scaled=True, residual=True, norm=nn.rmsnorm):
    """A Heard for the last of these tokens, in floats; state: lesson 4's model.

    The switches leave out position embeddings, the division by the root of the length, the addition of what came in to
    what was found, and the normalisation (norm=list).
    """
    places = [state["wpe"][place] if positions else [0.0] * len(state["wpe"][0]) for place in range(len(tokens))]
    vectors = [norm([a + b for a, b in zip(state["wte"][token], place)]) for token, place in zip(tokens, places)]
    hidden = [norm(x) for x in vectors]
    query = linear(hidden[-1], state["attn_wq"])
    keys, values = ([linear(h, state[name]) for h in hidden] for name in ("attn_wk", "attn_wv"))
    raw = [dot(query, key) for key in keys]
    scores = [score / len(query) ** 0.5 for score in raw] if scaled else raw
    weights = softmax(scores)
    stream = [vectors[-1]]
    found = linear(attention.mix(weights, values), state["attn_wo"])
    stream.append([a + b for a, b in zip(stream[-1], found)] if residual else found)
    thought = linear([relu(h) for h in linear(norm(stream[-1]), state["mlp_fc1"])], state["mlp_fc2"])
    stream.append([a + b for a, b in zip(stream[-1], thought)] if residual else thought)
    shares = [weight * dot(value, value) ** 0.5 for weight, value in zip(weights, values)]
    sizes = [(dot(x, x) / len(x)) ** 0.5 for x in stream]
    return Heard(raw, scores, weights, shares, sizes, softmax(linear(stream[-1], state["lm_head"])))


def listening(states, tokenizer, name, position, trained="trained", **switches):
    """One row of attention as four aligned bars; states: {"trained": a state, "untrained": ...} of lesson 4's model."""
    tokens = tokenizer.encode(name)[:-1]
    longest = len(states[trained]["wpe"])
    if len(tokens) > longest:
        raise BadInput(f"this model reads at most {longest - 1} letters; this name has {len(name):,}")
    position = min(position, len(tokens) - 1)
    heard = hear(states[trained], tokens[: position + 1], **switches)
    labels = [tokenizer.symbol(token) for token in tokens[: position + 1]]
    likely = sorted(range(len(heard.probs)), key=lambda token: -heard.probs[token])[:5]
    said = f"position {position}, {labels[-1]}, listens as if to {exp(entropy(heard.weights)):.1f} of {len(labels)}"
    then = "next: " + ", ".join(f"{tokenizer.symbol(token)} {heard.probs[token]:.2f}" for token in likely)
    series = {"q·k": heard.raw, "scaled": heard.scores, "softmax": heard.weights, "share of the blend": heard.shares}
    lines = [f"{'':3}" + "".join(f"{name:>20}" for name in series)]
    for i, label in enumerate(labels):
        lines.append(f"{label:3}" + "".join(f"{values[i]:20.3f}" for values in series.values()))
    return Panel(note(said) + aligned(labels, series, position) + note(then), "\n".join([said, *lines, then]))


def attention_explorer(states, tokenizer, name):
    """Explorer: type a name, move along it, and leave out one part of the model at a time."""
    return Explorer(
        lambda **chosen: listening(states, tokenizer, **{**chosen, "name": chosen["name"].lower()}),
        name=words("name", name),
        position=slider("position", 0, 15, 1, len(name)),
        trained=choice("numbers", list(states), "trained"),
        positions=switch("position embeddings", True),
        scaled=switch("divide by the root of the length", True),
        residual=switch("residual: add, do not replace", True),
    )
