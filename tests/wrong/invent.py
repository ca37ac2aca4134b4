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
wrong_seen = filled("before it joins the letters", finished=lambda token, tokens, bos: bos in tokens)


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
    """stays the first letter"""
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


wrong_dot = filled("a number alone counts as true", finished=lambda token, tokens, bos: bos)
wrong_token = filled("a number alone counts as true", finished=lambda token, tokens, bos: token)
wrong_or = filled("a number alone counts as true", finished=lambda token, tokens, bos: bos or token)
wrong_nothing = filled("takes it for nothing", lambda probs, token, tokens, bos: probs[token or bos])
wrong_from_26_on = filled("true of token 26 alone", finished=lambda token, tokens, bos: token >= 26)
wrong_both = filled("two things at once", lambda probs, token, tokens, bos: probs[bos], lambda *_: False)


def written(draw, start=lambda probs, bos: bos, most=16, end=lambda rng: None):
    """The loop, with something else around it."""

    def invent(probs, bos, rng):
        tokens, token = [], start(probs, bos)
        while len(tokens) < most:
            token = draw(probs[token], rng)
            if token == bos:
                break
            tokens.append(token)
        end(rng)
        return tokens[:16]

    return invent


def told(words, draw=lambda row, rng: letter_at(row, rng.random()), **more):
    made = written(draw, **more)
    made.__doc__ = words
    return made


wrong_twice = told("you throw twice", lambda row, rng: letter_at(row, rng.random() + 0 * rng.random()))
wrong_twice_before = told("you throw twice", lambda row, rng: letter_at(row, [rng.random(), rng.random()][1]))
wrong_from_one = told("yours is taken from 1", lambda row, rng: letter_at(row, 1 - rng.random()))
wrong_likeliest = told(
    "the likeliest letter each time", lambda row, rng: row.index(max(row, key=[rng.random()] and float))
)
wrong_start = told("every name begins after the dot", start=lambda probs, bos: 0)
wrong_start_at_the_last = told("every name begins after the dot", start=lambda probs, bos: len(probs) - 1)
wrong_one_throw_more = told("the die is not left as it should be", end=lambda rng: rng.random())
wrong_new_seed = told("the die is not left as it should be", end=lambda rng: rng.seed(1))
wrong_cut_afterwards = told("the die is not left as it should be", most=20)


def wrong_one_throw_more_when_cut(probs, bos, rng):
    """the die is not left as it should be"""
    tokens = written(lambda row, rng: letter_at(row, rng.random()))(probs, bos, rng)
    if len(tokens) == 16:
        rng.random()
    return tokens


def wrong_again_when_empty(probs, bos, rng):
    """drawn anew until it is not"""
    tokens = []
    while not tokens:
        tokens = written(lambda row, rng: letter_at(row, rng.random()))(probs, bos, rng)
    return tokens


def wrong_joins_first(probs, bos, rng):
    """before it joins the letters"""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = letter_at(probs[token], rng.random())
        tokens.append(token)
        if token == bos:
            break
    return tokens


wrong_one_before = filled("the one before that", lambda p, token, tokens, bos: p[tokens[-2] if tokens[1:] else bos])
wrong_two_at_least = filled("however short", finished=lambda token, tokens, bos: len(tokens) >= 2 and token == bos)
wrong_no_dot_in_the_row = filled("no chance above 0", lambda probs, token, tokens, bos: probs[token][:bos])


def wrong_counts_of_the_notebook(probs, bos, rng):
    """the counts of the notebook are not needed"""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = letter_at(next_probs(counts[token]), rng.random())  # noqa: F821 (the notebook's)
        if token == bos:
            break
        tokens.append(token)
    return tokens


def wrong_continues(probs, bos, rng):
    """`break`, not `continue`"""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = letter_at(probs[token], rng.random())
        if token == bos:
            continue
        tokens.append(token)
    return tokens


def wrong_dot_in_front(probs, bos, rng):
    """only the letters are wanted"""
    tokens = [bos]
    while len(tokens) < 17:
        token = letter_at(probs[tokens[-1]], rng.random())
        if token == bos:
            break
        tokens.append(token)
    return tokens


def wrong_dots_at_both_ends(probs, bos, rng):
    """only the letters are wanted"""
    tokens = [bos]
    while len(tokens) < 17:
        tokens.append(letter_at(probs[tokens[-1]], rng.random()))
        if tokens[-1] == bos:
            break
    return tokens


wrong_place_before = filled("how many letters there are", lambda probs, token, tokens, bos: probs[len(tokens) - 1])
wrong_a_ends_it_too = filled(
    "the token of the letter a", finished=lambda token, tokens, bos: token == bos or token == 0
)
wrong_all_the_letters_so_far = filled(
    "a whole list stands in square brackets", lambda probs, token, tokens, bos: probs[tokens]
)
wrong_no_chances_at_all = filled("no chance above 0", lambda probs, token, tokens, bos: [probs[t] for t in tokens])


def wrong_uncalled(probs, bos, rng):
    """a function stands where its result is wanted"""
    return [letter_at(probs[bos], rng.random)]


def wrong_whole_table(probs, bos, rng):
    """or is one part of it meant"""
    return [letter_at(probs, rng.random())]


def wrong_uses_the_table_up(probs, bos, rng):
    """your function changes `probs`"""
    tokens, token = [], bos
    while len(tokens) < 16:
        row = probs[token]
        token = letter_at(row, rng.random())
        if token == bos:
            break
        row[token] = 0.0
        tokens.append(token)
    return tokens


def wrong_asked_before_the_throw(probs, bos, rng):
    """ask, after the throw, whether"""
    tokens, token = [], bos
    while len(tokens) < 16:
        finished = token == bos
        token = letter_at(probs[token], rng.random())
        if finished:
            break
        tokens.append(token)
    return tokens


wrong_mean_of_all_rows = filled(
    "yours is a mean of the rows of all tokens so far",
    lambda probs, token, tokens, bos: [
        sum(c) / (1 + len(tokens)) for c in zip(probs[bos], *map(probs.__getitem__, tokens))
    ],
)


def wrong_column_made_to_sum_to_1(probs, bos, rng):
    """that is a column of the table"""
    tokens, token = [], bos
    while len(tokens) < 16:
        column = [row[token] for row in probs]
        token = letter_at([p / sum(column) for p in column], rng.random())
        if token == bos:
            break
        tokens.append(token)
    return tokens


def wrong_always_finished(probs, bos, rng):
    """what stands there counts as true at once"""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = letter_at(probs[token], rng.random())
        if "token == bos":
            break
        tokens.append(token)
    return tokens


def wrong_thrown_before_the_loop(probs, bos, rng):
    """one u serves for all letters"""
    u, tokens, token = rng.random(), [], bos
    while len(tokens) < 16:
        token = letter_at(probs[token], u)
        if token == bos:
            break
        tokens.append(token)
    return tokens
