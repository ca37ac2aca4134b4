"""The two blanks of the loop that invents a name, filled in wrongly; each docstring: words of what is said of it."""

from microgpt.lessons.fallbacks import letter_at

SYMBOLS = [*"abcdefghijklmnopqrstuvwxyz", "·"]  # as in the notebook


def loop(row, finished):
    def invent(probs, bos, rng):
        tokens, token = [], bos
        while len(tokens) < 16:
            token = letter_at(row(probs, token, tokens, bos), rng.random())
            if finished(token, tokens, bos):
                break
            tokens.append(token)
        return tokens

    return invent


def filled(words, row=lambda probs, token, tokens, bos: probs[token], finished=lambda token, tokens, bos: token == bos):
    made = loop(row, finished)
    made.__doc__ = words
    return made


wrong_first = filled("as if it were the first", lambda probs, token, tokens, bos: probs[bos])
wrong_column = filled("a column of the table", lambda probs, token, tokens, bos: [row[token] for row in probs])
wrong_count = filled("how many letters there are", lambda probs, token, tokens, bos: probs[len(tokens)])
wrong_never = filled("the dot is no letter", finished=lambda token, tokens, bos: False)
wrong_always = filled("counts as true", finished=lambda token, tokens, bos: True)
wrong_turned = filled("the other way round", finished=lambda token, tokens, bos: token != bos)
wrong_zero = filled("the token of the letter a", finished=lambda token, tokens, bos: token == 0)
wrong_number = filled("true of token 26 alone", finished=lambda token, tokens, bos: token == 26)
wrong_symbol = filled("true of token 26 alone", finished=lambda token, tokens, bos: SYMBOLS[token] == "·")
wrong_not_empty = filled("even as the very first", finished=lambda token, tokens, bos: len(tokens) > 0 and token == bos)
wrong_not_empty_either = filled("even as the very first", finished=lambda token, tokens, bos: tokens and token == bos)
wrong_seen = filled("in this very round", finished=lambda token, tokens, bos: bos in tokens)


def wrong_last_letter(probs, bos, rng):
    """at the beginning there is no letter yet"""
    tokens, token = [], bos
    while len(tokens) < 16:
        row = probs[tokens[-1]]
        token = letter_at(row, rng.random())
        if token == bos:
            break
        tokens.append(token)
    return tokens


def wrong_row_of_a(probs, bos, rng):
    """that is the row of one token for all"""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = letter_at(probs[0], rng.random())
        if token == bos:
            break
        tokens.append(token)
    return tokens


def wrong_row_of_the_dot_by_place(probs, bos, rng):
    """that is the row of one token for all"""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = letter_at(probs[-1], rng.random())
        if token == bos:
            break
        tokens.append(token)
    return tokens


def wrong_row_of_the_first(probs, bos, rng):
    """that is the row of one token for all"""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = letter_at(probs[tokens[0]] if tokens else probs[bos], rng.random())
        if token == bos:
            break
        tokens.append(token)
    return tokens


def wrong_row_before(probs, bos, rng):
    """that is the row beside"""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = letter_at(probs[token - 1], rng.random())
        if token == bos:
            break
        tokens.append(token)
    return tokens


def wrong_row_turned_round(probs, bos, rng):
    """yours is turned round or sorted"""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = letter_at(probs[token][::-1], rng.random())
        if token == bos:
            break
        tokens.append(token)
    return tokens


def wrong_all_alike(probs, bos, rng):
    """all letters are equally likely with you"""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = letter_at([1 / len(probs)] * len(probs), rng.random())
        if token == bos:
            break
        tokens.append(token)
    return tokens


def wrong_no_letter_twice(probs, bos, rng):
    """a letter may come again"""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = letter_at(probs[token], rng.random())
        if token in tokens:
            break
        tokens.append(token)
    return tokens


def wrong_short_names(probs, bos, rng):
    """however long it is by then"""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = letter_at(probs[token], rng.random())
        if len(tokens) > 4:
            break
        tokens.append(token)
    return tokens


def wrong_larger(probs, bos, rng):
    """ask whether `token` is the dot"""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = letter_at(probs[token], rng.random())
        if token > bos:
            break
        tokens.append(token)
    return tokens


def wrong_likeliest_dot(probs, bos, rng):
    """not when it is only the likeliest"""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = letter_at(probs[token], rng.random())
        if probs[token][bos] == max(probs[token]):
            break
        tokens.append(token)
    return tokens


def wrong_column_by_place(probs, bos, rng):
    """how many letters there are"""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = letter_at(probs[len(tokens)], rng.random())
        if token == bos:
            break
        tokens.append(token)
    return tokens
