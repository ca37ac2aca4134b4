"""Wrong ways to the contexts of a name; each docstring: words of what is said of it."""

bos = 26  # as in the notebook


def right(tokens, size):
    return [(tuple(tokens[max(0, i - size) : i]), tokens[i]) for i in range(1, len(tokens))]


def wrong_beginning(tokens, size):
    """the beginning is missing"""
    return [(tuple(tokens[i - size : i]), tokens[i]) for i in range(size, len(tokens))]


def wrong_beginning_later(tokens, size):
    """the beginning is missing"""
    return [(tuple(tokens[i - size : i]), tokens[i]) for i in range(size + 1, len(tokens))]


def wrong_below_zero(tokens, size):
    """max(0, i - size)"""
    return [(tuple(tokens[i - size : i]), tokens[i]) for i in range(1, len(tokens))]


def wrong_end(tokens, size):
    """the end is missing"""
    return [(tuple(tokens[max(0, i - size) : i]), tokens[i]) for i in range(1, len(tokens) - 1)]


def wrong_end_dot(tokens, size):
    """the end is missing"""
    return [(tuple(tokens[max(0, i - size) : i]), tokens[i]) for i in range(1, len(tokens)) if tokens[i] != bos]


def wrong_target_inside(tokens, size):
    """holds the token"""
    return [(tuple(tokens[max(0, i - size) : i + 1]), tokens[i]) for i in range(1, len(tokens))]


def wrong_target_last(tokens, size):
    """holds the token"""
    return [(tuple(tokens[: i + 1][-size:]), tokens[i]) for i in range(1, len(tokens))]


def wrong_one_less(tokens, size):
    """one token too few"""
    return [(tuple(tokens[max(0, i - size + 1) : i]), tokens[i]) for i in range(1, len(tokens))]


def wrong_one_more(tokens, size):
    """one token too many"""
    return [(tuple(tokens[max(0, i - size - 1) : i]), tokens[i]) for i in range(1, len(tokens))]


def wrong_too_early(tokens, size):
    """ends one token too early"""
    return [(tuple(tokens[max(0, i - size) : i - 1]), tokens[i]) for i in range(1, len(tokens))]


def wrong_first(tokens, size):
    """the first token is not predicted"""
    return [(tuple(tokens[max(0, i - size) : i]), tokens[i]) for i in range(len(tokens))]


def wrong_reverse(tokens, size):
    """in reverse order"""
    return [(tuple(tokens[max(0, i - size) : i][::-1]), tokens[i]) for i in range(1, len(tokens))]


def wrong_step(tokens, size):
    """stepped by `size`"""
    return [(tuple(tokens[max(0, i - size) : i]), tokens[i]) for i in range(1, len(tokens), size)]


def wrong_swapped(tokens, size):
    """the two are swapped"""
    return [(tokens[i], tuple(tokens[max(0, i - size) : i])) for i in range(1, len(tokens))]


def wrong_everything(tokens, size):
    """you keep everything"""
    return [(tuple(tokens[:i]), tokens[i]) for i in range(1, len(tokens))]


def wrong_bigram(tokens, size):
    """always one token of context"""
    return [((a,), b) for a, b in zip(tokens, tokens[1:])]


def wrong_padded(tokens, size):
    """nothing is filled up"""
    padded = [tokens[0]] * (size - 1) + tokens
    return [(tuple(padded[i : i + size]), padded[i + size]) for i in range(len(padded) - size)]


def wrong_no_dots(tokens, size):
    """the dots belong to the contexts"""
    return [(tuple(x for x in tokens[max(0, i - size) : i] if x != bos), tokens[i]) for i in range(1, len(tokens))]


def wrong_letters(tokens, size):
    """the dots are tokens like all others"""
    return right([x for x in tokens if x != bos], size)


def wrong_place(tokens, size):
    """not with index()"""
    found = []
    for token in tokens[1:]:
        i = tokens.index(token, 1)
        found.append((tuple(tokens[max(0, i - size) : i]), token))
    return found


def wrong_once(tokens, size):
    """counts twice"""
    found = []
    for pair in right(tokens, size):
        if pair not in found:
            found.append(pair)
    return found


def wrong_alone(tokens, size):
    """beside each belongs the token"""
    return [tuple(tokens[max(0, i - size) : i]) for i in range(1, len(tokens))]


def wrong_flat(tokens, size):
    """each context needs its brackets"""
    found = []
    for i in range(1, len(tokens)):
        found += tuple(tokens[max(0, i - size) : i]), tokens[i]
    return found


def wrong_list(tokens, size):
    """a tuple is wanted inside, a list came"""
    return [(tokens[max(0, i - size) : i], tokens[i]) for i in range(1, len(tokens))]


def wrong_brackets(tokens, size):
    """a tuple is wanted inside, a list came"""
    return [((tokens[max(0, i - size) : i]), tokens[i]) for i in range(1, len(tokens))]


def wrong_lists(tokens, size):
    """a tuple is wanted inside, a list came"""
    return [[tokens[max(0, i - size) : i], tokens[i]] for i in range(1, len(tokens))]


def wrong_unpacked(tokens, size):
    """nested too flat"""
    return [(*tokens[max(0, i - size) : i], tokens[i]) for i in range(1, len(tokens))]


def wrong_dictionary(tokens, size):
    """a dictionary came"""
    return dict(right(tokens, size))


def wrong_early(tokens, size):
    """A `return` stands inside the loop"""
    found = []
    for i in range(1, len(tokens)):
        found.append((tuple(tokens[max(0, i - size) : i]), tokens[i]))
        return found


def wrong_text(tokens, size):
    """a text came"""
    return [("".join(map(str, context)), token) for context, token in right(tokens, size)]


def wrong_number(tokens, size):
    """a tuple of 1 number is wanted, a number came"""
    return [(context if len(context) > 1 else context[0], token) for context, token in right(tokens, size)]


def wrong_sorted(tokens, size):
    """in another order"""
    return [(tuple(sorted(context)), token) for context, token in right(tokens, size)]


def wrong_27_tokens(tokens, size):
    """are missing"""
    return [(tuple(tokens[max(0, i - size) : i]), tokens[i]) for i in range(1, min(len(tokens), 27))]
