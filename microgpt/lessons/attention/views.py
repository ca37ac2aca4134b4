"""What one letter hears in lesson 4's model, part by part; its small trainings; and the explorer to move along a name."""

from dataclasses import dataclass
from math import exp

from ... import attention, autograd, nn
from ...data import BadInput
from ...nn import dot, entropy, linear, relu, softmax
from ...replay import Replay
from ...teach.controls import Explorer, choice, slider, switch, words
from ...teach.panels import Panel, aligned, columns, note
from .. import ledger, walks


@dataclass(frozen=True)
class Heard:
    """What the last of some tokens hears in a one-head model; the lists have one number per token so far."""

    raw: list  # query times key
    scores: list  # divided by the root of how many numbers they have
    weights: list
    loudness: list  # weight times size of the value: how much of each token is in the blend
    stream: list  # the root mean square of the residual stream after embed, listen, think
    probs: list  # of the next token


def hear(state, tokens, heard=True, positions=True, scaled=True, residual=True, norm=True):
    """A Heard for the last of these tokens, in floats; state: lesson 4's model.

    The switches leave out what is heard, position embeddings, the division by the root, the addition of what came in to
    what was found, and the normalisation.
    """
    size = nn.rmsnorm if norm else list
    places = [state["wpe"][place] if positions else [0.0] * len(state["wpe"][0]) for place in range(len(tokens))]
    vectors = [size([a + b for a, b in zip(state["wte"][token], place)]) for token, place in zip(tokens, places)]
    raw, scores, values = asked([size(x) for x in vectors], state, scaled)
    weights = softmax(scores)
    stream = [vectors[-1]]

    def join(found):
        stream.append([a + b for a, b in zip(stream[-1], found)] if residual else found)

    if heard:
        join(linear(attention.mix(weights, values), state["attn_wo"]))
    else:
        stream.append(stream[-1])
    join(linear([relu(h) for h in linear(size(stream[-1]), state["mlp_fc1"])], state["mlp_fc2"]))
    loudness = [weight * length(value) for weight, value in zip(weights, values)]
    return Heard(
        raw, scores, weights, loudness, [rms(x) for x in stream], softmax(linear(stream[-1], state["lm_head"]))
    )


def asked(hidden, state, scaled):
    """(query times key, the scores, the values) when the last of these vectors asks."""
    query = linear(hidden[-1], state["attn_wq"])
    keys, values = ([linear(h, state[name]) for h in hidden] for name in ("attn_wk", "attn_wv"))
    raw = [dot(query, key) for key in keys]
    return raw, [score / len(query) ** 0.5 for score in raw] if scaled else raw, values


def length(x):
    return dot(x, x) ** 0.5


def rms(x):
    """Root mean square."""
    return length(x) / len(x) ** 0.5


SWITCHES = {"heard": "attention", "positions": "positions", "scaled": "root", "residual": "residual", "norm": "rmsnorm"}


def without_each(state, tokens):
    """{switch: a Heard with this one off}."""
    return {switch: hear(state, tokens, **{switch: False}) for switch in SWITCHES}


def moved(there, here):
    """How much of the probability of the next token another Heard gives to other tokens, from 0 to 1."""
    return sum(abs(a - b) for a, b in zip(there.probs, here.probs, strict=True)) / 2


def answers(finished, early, tokens, letter):
    """What the explorer shows to those who ask it about a letter that comes again: a line for each of its questions."""
    whole, off = hear(finished, tokens), without_each(finished, tokens)
    again = [place for place, token in enumerate(tokens) if token == letter]
    heard = {"finished": whole, "finished, root off": off["scaled"], "after 1,000 names": hear(early, tokens)}
    lines = ["positions off, query times key: " + ", ".join(f"{off['positions'].raw[place]:.3f}" for place in again)]
    lines += [f"{name}: listens as if to {exp(entropy(h.weights)):.1f} of {len(tokens)}" for name, h in heard.items()]
    lines += [
        f"{SWITCHES[switch]} off: {moved(whole, h):.0%} of the probability goes to other letters"
        for switch, h in off.items()
    ]
    return "\n".join(lines)


def triangle(state, tokens):
    """The weights of every position of a name: a row for each that asks, with a number for each that it hears."""
    hidden = [nn.rmsnorm(nn.rmsnorm([a + b for a, b in zip(state["wte"][token], place)]))
              for token, place in zip(tokens, state["wpe"])]  # fmt: skip
    queries, keys = ([linear(h, state[name]) for h in hidden] for name in ("attn_wq", "attn_wk"))
    return [softmax(attention.scores(query, keys[: i + 1])) for i, query in enumerate(queries)]


def spread(state, place, letters=26):
    """How much the values at a place differ from letter to letter (root mean square distance from their mean)."""
    hidden = [nn.rmsnorm(nn.rmsnorm([a + b for a, b in zip(x, state["wpe"][place])])) for x in state["wte"][:letters]]
    columns = zip(*(linear(h, state["attn_wv"]) for h in hidden))
    return rms([rms([x - nn.mean(column) for x in column]) for column in columns])


def practise(start, open_reader, optimizer, documents, steps, batch=1, weigh=None):
    """(the Replay, its losses, what was learned as floats) after so many steps from the floats `start`.

    open_reader(state) opens a document of a model on Values; optimizer(parameters): how it learns; weigh: as in train.
    """
    numbers = autograd.values(start)
    chosen = optimizer(autograd.parameters(numbers))
    places, letters = len(start["wpe"]), len(start["lm_head"])
    replay = Replay(lambda: open_reader(numbers), chosen, places, letters, engine="numpy")
    losses = replay.train(documents, steps, batch, weigh)
    replay.store()
    return replay, losses, autograd.floats(numbers)


def learned():
    """The ledger's one head, trained to the end, under the names of this lesson: without the layer's."""
    return {name.removeprefix("layer0."): rows for name, rows in ledger.learned("one head").items()}


# ---- the explorer ----


def read(name, tokenizer, longest):
    """The tokens of a name without its end; BadInput where the model cannot read them."""
    tokens = tokenizer.encode(name.lower())[:-1]
    if len(tokens) > longest:
        raise BadInput(f"this model reads at most {longest - 1} letters; this name has {len(name):,}")
    return tokens


def listening(states, tokenizer, name, position, trained=None, **switches):
    """One letter's attention as aligned bars, and what comes next; states: {name: a state} of lesson 4's model; trained: one of the names."""
    state = states[trained or next(iter(states))]
    tokens = read(name, tokenizer, len(state["wpe"]))
    position = min(position, len(tokens) - 1)
    heard = hear(state, tokens[: position + 1], **switches)
    labels = [tokenizer.symbol(token) for token in tokens[: position + 1]]
    symbols = [tokenizer.symbol(token) for token in range(len(heard.probs))]
    said = f"position {position}, {labels[-1]}, listens as if to {exp(entropy(heard.weights)):.1f} of {len(labels)}"
    likely = sorted(range(len(symbols)), key=lambda token: -heard.probs[token])[:5]
    then = "next: " + ", ".join(f"{symbols[token]} {heard.probs[token]:.2f}" for token in likely)
    sizes = "size of the stream after embed, listen, think: " + ", ".join(f"{size:.2f}" for size in heard.stream)
    series = {
        "q·k": heard.raw,
        "scaled": heard.scores,
        "softmax": heard.weights,
        "weight × size of value": heard.loudness,
    }
    lines = [f"{'':3}" + "".join(f"{title:>24}" for title in series)]
    for i, label in enumerate(labels):
        lines.append(f"{label:3}" + "".join(f"{values[i]:24.3f}" for values in series.values()))
    loudest = max(1e-9, *map(abs, heard.raw))
    bars = aligned(labels, series, position, {"q·k": loudest, "scaled": loudest, "softmax": 1.0})
    html = note(said) + bars + note(then) + columns(heard.probs, symbols, likely[:1], 90) + note(sizes)
    return Panel(html, "\n".join([said, *lines, then, sizes]))


def attention_explorer(states, tokenizer, name):
    """Explorer: type a name, move along it, and leave out one part of the model at a time."""
    typed, position = words("name", name), slider("position", 0, len(name), 1, len(name))

    def follow(change):
        """The slider is as long as the name, and stands at its last letter."""
        longest = len(next(iter(states.values()))["wpe"])
        position.stops = list(range(min(len(change["new"]) + 1, longest)))
        position.value = position.stops[-1]

    typed.observe(follow, "value")
    return Explorer(
        lambda **chosen: listening(states, tokenizer, **chosen),
        name=typed,
        position=position,
        trained=choice("numbers", list(states), next(iter(states))),
        heard=switch("attention: add what was heard", True),
        positions=switch("position embeddings", True),
        scaled=switch("divide by the root", True),
        residual=switch("residual: add, do not replace", True),
        norm=switch("rmsnorm", True),
    )


def walk(open_reader, states, tokenizer, text):
    """The graph of a reader of one's own over a text, box by box. states: {name: state}, the one to begin with first."""
    return walks.explore(open_reader, list(states.items())[::-1], tokenizer, text)
