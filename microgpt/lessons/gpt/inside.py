"""Inside a trained GPT: what its heads listen to, what it is worth on the held-out names, and a puzzle for two layers."""

from ... import attention, autograd, gpt
from ...nn import dot, linear, rmsnorm, softmax
from ...optim import SGD
from ...replay import Replay
from ...teach import plot
from .. import ledger, walks

kept = walks.kept  # a training, with states of it to be walked through


def head_maps(state, config, tokens):
    """maps[layer][head][position]: the attention weights of a GPT on floats over these tokens."""
    maps = [[[] for _ in range(config.n_head)] for _ in range(config.n_layer)]
    caches, size = [([], []) for _ in range(config.n_layer)], config.n_embd // config.n_head
    for position, token in enumerate(tokens):
        x = gpt.embed(token, position, state)
        for layer, (cache_of_layer, heads) in enumerate(zip(caches, maps)):
            query = linear(rmsnorm(x), state[f"layer{layer}.attn_wq"])
            x = gpt.block(x, f"layer{layer}", cache_of_layer, state, config.n_head)
            for head, rows in enumerate(heads):
                part = slice(head * size, (head + 1) * size)
                rows.append(softmax(attention.scores(query[part], [key[part] for key in cache_of_layer[0]])))
    return maps


PLACES = {  # what may be listened to from a position, by its place
    "itself": lambda position: position,
    "the letter before": lambda position: position - 1,
    "the beginning": lambda position: 0,
    "the first letter": lambda position: 1,
}


def habits(state, config, documents, layer=0):
    """{head, or "evenly": {place: mean weight}} from the third letter on, where the four places are different ones.

    "evenly": what each place would get if a head listened to all alike.
    """
    found = {name: dict.fromkeys(PLACES, 0.0) for name in [*range(config.n_head), "evenly"]}
    asked = 0
    for tokens in documents:
        for head, rows in enumerate(head_maps(state, config, tokens[:-1])[layer]):
            for position, row in enumerate(rows[3:], 3):
                asked += head == 0
                for place, at in PLACES.items():
                    found[head][place] += row[at(position)]
                    found["evenly"][place] += (1 / len(row)) if head == 0 else 0.0
    return {name: {place: total / asked for place, total in totals.items()} for name, totals in found.items()}


def held_out_loss(state, open_reader):
    """Nats per token of a model of floats on all held-out names; open_reader(state) opens a document."""
    tokenizer, _, held_out = ledger.names()
    graph = autograd.values(state)
    nothing = SGD(autograd.parameters(graph), lr=0.0)
    block_size = len(state["wpe"])
    return Replay(lambda: open_reader(graph), nothing, block_size, tokenizer.vocab_size, engine="numpy").evaluate(
        held_out
    )


def moved(before, after):
    """How far training has moved every matrix, as a share of its size: a line each."""
    lines = []
    for name, rows in before.items():
        change = [a - b for old, new in zip(rows, after[name]) for a, b in zip(old, new)]
        share = (dot(change, change) / sum(dot(row, row) for row in rows)) ** 0.5
        lines.append(f"{name.split('.')[-1]:8} {share:6.1%}")
    return "\n".join(lines)


def bands(rows, n_head, title):
    """A matrix as a heat map, cut into the rows of its heads."""
    ax = plot.axes(None, figsize=(6.4, 4.2))
    size, top = len(rows) // n_head, max(abs(x) for row in rows for x in row)
    image = ax.imshow(rows, cmap="RdBu_r", vmin=-top, vmax=top, aspect="auto")
    for head in range(1, n_head):
        ax.axhline(head * size - 0.5, color="black", lw=2)
    ax.set_yticks([head * size + (size - 1) / 2 for head in range(n_head)], [f"head {head}" for head in range(n_head)])
    ax.set(title=title, xlabel="place in the vector that is read")
    ax.figure.colorbar(image, ax=ax, label="weight", shrink=0.8)
    told = "; ".join(f"head {head} rows {head * size} to {(head + 1) * size - 1}" for head in range(n_head))
    caption = f"{title}: heat map of {len(rows)} rows of {len(rows[0])} numbers in {n_head} bands, {told}."
    largest = [max(abs(x) for row in rows[h * size : (h + 1) * size] for x in row) for h in range(n_head)]
    return plot.told(ax, (caption, f"Largest weight of each head: {', '.join(f'{x:.2f}' for x in largest)}"))


def what_followed(rng, letters=6, alphabet=26):
    """A puzzle as tokens: BOS, different letters, one of them again (not the last), and what followed it."""
    drawn = rng.sample(range(alphabet), letters)
    again = rng.randrange(letters - 1)
    return [alphabet, *drawn, drawn[again], drawn[again + 1]]


def right(state, config, puzzles):
    """In what share of these puzzles the likeliest letter is the one that followed."""
    solved = 0
    for *tokens, answer in puzzles:
        read = gpt.reader(state, config)
        logits = [read(token) for token in tokens][-1]
        solved += logits.index(max(logits)) == answer
    return solved / len(puzzles)
