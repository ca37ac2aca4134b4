"""The loop that writes a name with a model, as others would write it."""

from microgpt.lessons.fallbacks import next_token


def style_logits_first(read, bos, T, top_k, rng):
    logits, tokens = read(bos), []
    while len(tokens) < 16:
        token = next_token(logits, T, top_k, rng.random())
        if token == bos:
            break
        tokens.append(token)
        if len(tokens) < 16:
            logits = read(token)
    return tokens


def style_for(read, bos, T, top_k, rng):
    tokens, token = [], bos
    for _ in range(16):
        token = next_token(read(token), T, top_k, rng.random())
        if token == bos:
            return tokens
        tokens += [token]
    return tokens


def style_with_bos(read, bos, T, top_k, rng):
    tokens = [bos]
    while len(tokens) <= 16:
        tokens.append(next_token(read(tokens[-1]), T, top_k, rng.random()))
        if tokens[-1] == bos:
            return tokens[1:-1]
    return tokens[1:]


def style_yield(read, bos, T, top_k, rng):
    token = bos
    for _ in range(16):
        token = next_token(read(token), T, top_k, rng.random())
        if token == bos:
            return
        yield token


def style_recursive(read, bos, T, top_k, rng):
    def more(token, left):
        if not left:
            return []
        token = next_token(read(token), T, top_k, rng.random())
        return [] if token == bos else [token, *more(token, left - 1)]

    return more(bos, 16)


def style_walrus(read, bos, T, top_k, rng):
    tokens, token = [], bos
    while len(tokens) < 16 and (token := next_token(read(token), T, top_k, rng.random())) != bos:
        tokens.append(token)
    return tokens


def style_tuple(read, bos, T, top_k, rng):
    name, token = (), bos
    while len(name) < 16:
        token = next_token(read(token), T, top_k, rng.random())
        if token == bos:
            break
        name += (token,)
    return name


def style_last(read, bos, T, top_k, rng):
    tokens = []
    while len(tokens) < 16:
        before = tokens[-1] if tokens else bos
        u = rng.random()
        token = next_token(read(before), T, top_k, u)
        if token == bos:
            break
        tokens.append(token)
    return tokens
