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
