"""Wrong loops around the next token; each docstring: words of what is said of it."""

import random

from microgpt.lessons.fallbacks import next_token
from microgpt.lessons.fallbacks import write_name as write
from microgpt.sample import next_probs


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
    """ask whether the token is `bos`"""
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
wrong_long = loop("a name has 16 letters at most", most=17)


def wrong_with_bos(read, bos, T, top_k, rng):
    """where the name begins, not a part of it"""
    tokens = [bos]
    while len(tokens) < 17:
        token = next_token(read(tokens[-1]), T, top_k, rng.random())
        if token == bos:
            break
        tokens.append(token)
    return tokens


def drawing(read, token, T, top_k, rng):
    return next_token(read(token), T, top_k, rng.random())


def wrong_a_die_of_its_own(read, bos, T, top_k, rng):
    """`rng` is never thrown"""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = next_token(read(token), T, top_k, random.random())
        if token == bos:
            break
        tokens.append(token)
    return tokens


def wrong_a_new_die(read, bos, T, top_k, rng):
    """`rng` is never thrown"""
    rng = random.Random(42)
    tokens, token = [], bos
    while len(tokens) < 16:
        token = drawing(read, token, T, top_k, rng)
        if token == bos:
            break
        tokens.append(token)
    return tokens


def wrong_greedy(read, bos, T, top_k, rng):
    """`rng` is never thrown"""
    tokens, token = [], bos
    while len(tokens) < 16:
        logits = read(token)
        token = logits.index(max(logits))
        if token == bos:
            break
        tokens.append(token)
    return tokens


def wrong_never_thrown_one_by_one(read, bos, T, top_k, rng):
    """`rng` is never thrown"""
    token = bos
    for _ in range(16):
        token = next_token(read(token), T, top_k, 0.5)
        if token == bos:
            return
        yield token


def wrong_thrown_before(read, bos, T, top_k, rng):
    """and by yours 16 times"""
    throws = [rng.random() for _ in range(16)]
    tokens, token = [], bos
    for u in throws:
        token = next_token(read(token), T, top_k, u)
        if token == bos:
            break
        tokens.append(token)
    return tokens


def wrong_without_the_first(read, bos, T, top_k, rng):
    """the first letter is missing"""
    tokens, token = [], drawing(read, bos, T, top_k, rng)
    while token != bos and len(tokens) < 15:
        token = drawing(read, token, T, top_k, rng)
        if token != bos:
            tokens.append(token)
    return tokens


def wrong_without_the_last(read, bos, T, top_k, rng):
    """the last letter is missing"""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = drawing(read, token, T, top_k, rng)
        if token == bos:
            break
        tokens.append(token)
    return tokens[:-1]


def wrong_starts_at_0(read, bos, T, top_k, rng):
    """the first token that is read is `bos`"""
    tokens, token = [], 0
    while len(tokens) < 16:
        token = drawing(read, token, T, top_k, rng)
        if token == bos:
            break
        tokens.append(token)
    return tokens


def wrong_reads_twice(read, bos, T, top_k, rng):
    """yours reads it twice"""
    tokens, token = [], bos
    while len(tokens) < 16:
        read(token)
        token = drawing(read, token, T, top_k, rng)
        if token == bos:
            break
        tokens.append(token)
    return tokens


def wrong_26(read, bos, T, top_k, rng):
    """it is 26 only where"""
    tokens, token = [], 26
    while len(tokens) < 16:
        token = drawing(read, token, T, top_k, rng)
        if token == 26:
            break
        tokens.append(token)
    return tokens


def wrong_26_ends(read, bos, T, top_k, rng):
    """whatever number that is"""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = drawing(read, token, T, top_k, rng)
        if token == 26:
            break
        tokens.append(token)
    return tokens


def wrong_continues(read, bos, T, top_k, rng):
    """break, not continue"""
    tokens, token = [], bos
    for _ in range(16):
        token = drawing(read, token, T, top_k, rng)
        if token == bos:
            continue
        tokens.append(token)
    return tokens


def wrong_continues_for_ever(read, bos, T, top_k, rng):
    """break, not continue"""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = drawing(read, token, T, top_k, rng)
        if token == bos:
            continue
        tokens.append(token)
    return tokens


def wrong_reads_places(read, bos, T, top_k, rng):
    """the model reads tokens, not places"""
    tokens = []
    for i in range(16):
        token = drawing(read, i, T, top_k, rng)
        if token == bos:
            break
        tokens.append(token)
    return tokens


def wrong_last_alone(read, bos, T, top_k, rng):
    """the list of all letters is wanted"""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = drawing(read, token, T, top_k, rng)
        if token == bos:
            break
        tokens.append(token)
    return token


def wrong_list_of_the_last(read, bos, T, top_k, rng):
    """only the last came"""
    tokens, token = [], bos
    for _ in range(16):
        token = drawing(read, token, T, top_k, rng)
        if token == bos:
            break
        tokens = [token]
    return tokens


def wrong_reads_after_the_last(read, bos, T, top_k, rng):
    """a name has 16 letters at most"""
    logits, tokens = read(bos), []
    while len(tokens) < 16:
        token = next_token(logits, T, top_k, rng.random())
        if token == bos:
            break
        tokens.append(token)
        logits = read(token)
    return tokens


def wrong_softmax_before(read, bos, T, top_k, rng):
    """softmax and T are in it"""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = next_token(next_probs(read(token), T), T, top_k, rng.random())
        if token == bos:
            break
        tokens.append(token)
    return tokens


def wrong_drawn_twice(read, bos, T, top_k, rng):
    """draw once in every round"""
    tokens, token = [], bos
    while len(tokens) < 16:
        if drawing(read, token, T, top_k, rng) == bos:
            break
        token = drawing(read, token, T, top_k, rng)
        tokens.append(token)
    return tokens


def wrong_ends_before_it_begins(read, bos, T, top_k, rng):
    """every name is empty"""
    tokens, token = [], bos
    while token != bos:
        token = drawing(read, token, T, top_k, rng)
        tokens.append(token)
    return tokens


def wrong_never_empty(read, bos, T, top_k, rng):
    """a name may be empty"""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = drawing(read, token, T, top_k, rng)
        if token == bos and tokens:
            break
        tokens.append(token)
    return tokens


def wrong_each_letter_once(read, bos, T, top_k, rng):
    """a letter may come again"""
    tokens, token = [], bos
    for _ in range(16):
        token = drawing(read, token, T, top_k, rng)
        if token == bos:
            break
        if token not in tokens:
            tokens.append(token)
    return tokens


def wrong_a_throw_more(read, bos, T, top_k, rng):
    """throw once for a letter"""
    tokens, token = [], bos
    while len(tokens) < 16:
        u, logits = rng.random(), read(token)
        token = next_token(logits, T, top_k, rng.random())
        if token == bos:
            break
        tokens.append(token)
    return tokens


def wrong_a_throw_before(read, bos, T, top_k, rng):
    """throw once for a letter"""
    u, tokens, token = rng.random(), [], bos
    while len(tokens) < 16:
        token = drawing(read, token, T, top_k, rng)
        if token == bos:
            break
        tokens.append(token)
    return tokens


wrong_rounded_u = loop("not rounded", lambda logits, T, top_k, u: next_token(logits, T, top_k, round(u, 3)))
wrong_turned_u = loop("not turned round", lambda logits, T, top_k, u: next_token(logits, T, top_k, 1 - u))
wrong_0_too = loop("the token of the letter a", ends=lambda t, bos: t in (0, bos))


def wrong_bos_twice(read, bos, T, top_k, rng):
    """`bos` is read once"""
    logits, tokens, token = read(bos), [], bos
    while len(tokens) < 16:
        token = drawing(read, token, T, top_k, rng)
        if token == bos:
            break
        tokens.append(token)
    return tokens


def wrong_die_for_number(read, bos, T, top_k, rng):
    """with its brackets"""
    return [next_token(read(bos), T, top_k, rng)]


def wrong_throw_uncalled(read, bos, T, top_k, rng):
    """with its brackets"""
    return [next_token(read(bos), T, top_k, rng.random)]


def wrong_read_uncalled(read, bos, T, top_k, rng):
    """read(token) gives the logits"""
    return [next_token(read, T, top_k, rng.random())]


def wrong_one_throw_after(read, bos, T, top_k, rng):
    """thrown once for every draw"""
    tokens, token, u = [], bos, rng.random()
    while len(tokens) < 16:
        token = next_token(read(token), T, top_k, u)
        if token == bos:
            break
        tokens.append(token)
        u = rng.random()
    return tokens


def wrong_reads_on(read, bos, T, top_k, rng):
    """yours reads it twice"""
    tokens, token = [], bos
    for _ in range(16):
        token = drawing(read, token, T, top_k, rng)
        if token == bos:
            break
        tokens.append(token)
        read(token)
    return tokens


def wrong_bos_read_at_the_end(read, bos, T, top_k, rng):
    """none after BOS was drawn"""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = next_token(read(token), T, top_k, rng.random())
        if token == bos:
            read(bos)
            break
        tokens.append(token)
    return tokens


def wrong_other_die(read, bos, T, top_k, rng):
    """yours throws one of its own"""
    return write(read, bos, T, top_k, random.Random(rng.random()))


def wrong_never_cold(read, bos, T, top_k, rng):
    """T is handed on as it is"""
    return write(read, bos, max(T, 0.5), top_k, rng)


def wrong_end_at_a_double_letter(read, bos, T, top_k, rng):
    """a letter may come again"""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = next_token(read(token), T, top_k, rng.random())
        if token == bos or tokens[-1:] == [token]:
            break
        tokens.append(token)
    return tokens


def wrong_return_in_the_loop(read, bos, T, top_k, rng):
    """a `return` stands inside the loop"""
    tokens, token = [], bos
    for _ in range(16):
        token = next_token(read(token), T, top_k, rng.random())
        if token == bos:
            return tokens
        tokens.append(token)
        return tokens


def wrong_end_at_26(read, bos, T, top_k, rng):
    """ask whether the token is `bos`"""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = next_token(read(token), T, top_k, rng.random())
        if token == 26:
            break
        tokens.append(token)
    return tokens


wrong_beyond_bos = loop("where the token *is* `bos`", ends=lambda t, bos: t >= bos)


def wrong_how_many(read, bos, T, top_k, rng):
    """that is one number; the list of all letters is wanted"""
    return len(write(read, bos, T, top_k, rng))


def wrong_none_for_nothing(read, bos, T, top_k, rng):
    """or with `or None`? An empty list is wanted"""
    return write(read, bos, T, top_k, rng) or None


def wrong_order_of_two(read, bos, T, top_k, rng):
    """`temperature` is None there"""
    tokens, token = [], bos
    while len(tokens) < 16:
        probs = next_probs(read(token), top_k)
        token = probs.index(max(probs))
        if token == bos:
            break
        tokens.append(token)
    return tokens


def wrong_letters_not_kept(read, bos, T, top_k, rng):
    """or is no letter put into your list?"""
    tokens, token = [], bos
    for _ in range(16):
        token = next_token(read(token), T, top_k, rng.random())
        if token == bos:
            break
        tokens + [token]
    return tokens


def wrong_without_end(read, bos, T, top_k, rng):
    """a name has 16 letters at most"""
    tokens, token = [], bos
    while True:
        token = next_token(read(token), T, top_k, rng.random())
        if token == bos:
            return tokens
        tokens.append(token)


def wrong_until_bos(read, bos, T, top_k, rng):
    """a name has 16 letters at most"""
    tokens = []
    token = next_token(read(bos), T, top_k, rng.random())
    while token != bos:
        tokens.append(token)
        token = next_token(read(token), T, top_k, rng.random())
    return tokens[:16]


def wrong_reads_the_sixteenth(read, bos, T, top_k, rng):
    """nothing is read after the 16th"""
    tokens = []
    token = next_token(read(bos), T, top_k, rng.random())
    while token != bos and len(tokens) < 16:
        tokens.append(token)
        token = next_token(read(token), T, top_k, rng.random())
    return tokens
