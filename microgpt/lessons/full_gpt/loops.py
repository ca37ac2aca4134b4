"""The loop that writes a name, with something else in one of its lines."""

from .. import fallbacks


def reading(
    step=lambda read, token, tokens, bos: read(token),
    finished=lambda token, tokens, bos: token == bos,
    draw=lambda logits, T, top_k, rng: fallbacks.next_token(logits, T, top_k, rng.random()),
    most=16,
    start=lambda bos: bos,
    end=lambda tokens, last, bos: tokens,
):
    """write_name with something else in one of its lines; end(tokens, the one drawn last, bos): what is returned."""

    def write(read, bos, T, top_k, rng):
        tokens, token = [], start(bos)
        while len(tokens) < most:
            token = draw(step(read, token, tokens, bos), T, top_k, rng)
            if finished(token, tokens, bos):
                break
            tokens.append(token)
        return end(tokens, token, bos)

    return write


def skipping(most):
    """`continue` where BOS is drawn: the loop goes on. most: rounds, or letters."""

    def write(read, bos, T, top_k, rng):
        tokens, token, rounds = [], bos, 0
        while (rounds if most == "rounds" else len(tokens)) < 16:
            token, rounds = fallbacks.next_token(read(token), T, top_k, rng.random()), rounds + 1
            if token != bos:
                tokens.append(token)
        return tokens

    return write


def throwing(before=0, within=0):
    """More throws than letters: some before the loop, or some in every round."""

    def write(read, bos, T, top_k, rng):
        for _ in range(before):
            rng.random()
        return reading(step=lambda read, *now: ([rng.random() for _ in range(within)], read(now[0]))[1])(
            read, bos, T, top_k, rng
        )

    return write


def with_u(change):
    """A mistake: u is changed before it is used."""
    return reading(draw=lambda logits, T, top_k, rng: fallbacks.next_token(logits, T, top_k, change(rng.random())))


def drawn_twice(look):
    """A letter is drawn to see whether it is BOS, and drawn anew to be kept. look(read, token): what a second look gives."""

    def write(read, bos, T, top_k, rng):
        tokens, token = [], bos
        while len(tokens) < 16:
            logits = read(token)
            if fallbacks.next_token(logits, T, top_k, rng.random()) == bos:
                break
            token = fallbacks.next_token(look(read, token, logits), T, top_k, rng.random())
            tokens.append(token)
        return tokens

    return write


def once(read, bos, T, top_k, rng):
    """The logits are asked for once, before the loop."""
    logits, tokens = read(bos), []
    while len(tokens) < 16:
        token = fallbacks.next_token(logits, T, top_k, rng.random())
        if token == bos:
            break
        tokens.append(token)
    return tokens


def all_again(read, token, tokens, bos):
    """Everything is read once more for every letter."""
    return [read(earlier) for earlier in [bos, *tokens]][-1]


def one_throw(read, bos, T, top_k, rng):
    u, tokens, token = rng.random(), [], bos
    while len(tokens) < 16:
        token = fallbacks.next_token(read(token), T, top_k, u)
        if token == bos:
            break
        tokens.append(token)
    return tokens
