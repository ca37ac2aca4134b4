"""Wrong loops around the next token; each docstring: words of what is said of it."""

from microgpt.lessons.fallbacks import next_token


def wrong_keeps_bos(read, bos, T, top_k, rng):
    """it is not part of it"""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = next_token(read(token), T, top_k, rng.random())
        tokens.append(token)
        if token == bos:
            break
    return tokens


def wrong_never_ends(read, bos, T, top_k, rng):
    """it is not part of it"""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = next_token(read(token), T, top_k, rng.random())
        tokens.append(token)
    return tokens


def wrong_reads_bos(read, bos, T, top_k, rng):
    """the model reads BOS every time"""
    tokens = []
    while len(tokens) < 16:
        token = next_token(read(bos), T, top_k, rng.random())
        if token == bos:
            break
        tokens.append(token)
    return tokens


def wrong_asks_once(read, bos, T, top_k, rng):
    """the model is asked once"""
    logits, tokens = read(bos), []
    while len(tokens) < 16:
        token = next_token(logits, T, top_k, rng.random())
        if token == bos:
            break
        tokens.append(token)
    return tokens


def wrong_all_again(read, bos, T, top_k, rng):
    """not all of them again"""
    tokens = []
    while len(tokens) < 16:
        for earlier in [bos, *tokens]:
            logits = read(earlier)
        token = next_token(logits, T, top_k, rng.random())
        if token == bos:
            break
        tokens.append(token)
    return tokens


def wrong_one_throw(read, bos, T, top_k, rng):
    """every letter needs a new u"""
    u, tokens, token = rng.random(), [], bos
    while len(tokens) < 16:
        token = next_token(read(token), T, top_k, u)
        if token == bos:
            break
        tokens.append(token)
    return tokens


def loop(
    words, draw=lambda logits, T, top_k, u: next_token(logits, T, top_k, u), ends=lambda t, bos: t == bos, most=16
):
    def write(read, bos, T, top_k, rng):
        tokens, token = [], bos
        while len(tokens) < most:
            token = draw(read(token), T, top_k, rng.random())
            if ends(token, bos):
                break
            tokens.append(token)
        return tokens

    write.__doc__ = words
    return write


wrong_no_T = loop("T is not handed on", lambda logits, T, top_k, u: next_token(logits, 1.0, top_k, u))
wrong_no_top_k = loop("top_k is not handed on", lambda logits, T, top_k, u: next_token(logits, T, None, u))
wrong_exchanged = loop("T and top_k are exchanged", lambda logits, T, top_k, u: next_token(logits, top_k, T, u))
wrong_turned = loop("the other way round", ends=lambda t, bos: t != bos)
wrong_zero = loop("the token of the letter a", ends=lambda t, bos: t == 0)
wrong_short = loop("yours ends earlier", most=15)
wrong_shorter = loop("yours ends earlier", most=10)
wrong_long = loop("the model reads no more", most=17)


def wrong_with_bos(read, bos, T, top_k, rng):
    """where the name begins, not a part of it"""
    tokens = [bos]
    while len(tokens) < 17:
        token = next_token(read(tokens[-1]), T, top_k, rng.random())
        if token == bos:
            break
        tokens.append(token)
    return tokens
