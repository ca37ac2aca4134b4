"""Wrong ways to the contexts of a name; each docstring: words of what is said of it."""

from collections import Counter, deque

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
    """one tuple with everything"""
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
    """keeps the order of the tokens"""
    return [(tuple(sorted(context)), token) for context, token in right(tokens, size)]


def wrong_27_tokens(tokens, size):
    """are missing"""
    return [(tuple(tokens[max(0, i - size) : i]), tokens[i]) for i in range(1, min(len(tokens), 27))]


def wrong_beginning_and_end_are_missing(t, n):
    """beginning and end are missing: every token but the first"""
    return [(tuple(t[i : i + n]), t[i + n]) for i in range(len(t) - n - 1)]


def wrong_at_place_of_your_result(t, n):
    """at place 0 of your result: a tuple is wanted inside, a"""
    return [(t[max(0, i - n) : i], t[i]) for i in range(1, len(t))]


def wrong_pairs_are_wanted_came(t, n):
    """3 pairs are wanted, 2 came."""
    return [(tuple(t[max(0, i - n) : i + 1]), t[i + 1]) for i in range(1, len(t) - 1)]


def wrong_the_second_token_is_predicted(t, n):
    """the second token is predicted too, from the first one"""
    return [(tuple(t[max(0, i - n) : i]), t[i]) for i in range(2, len(t))]


def wrong_at_place_of_your_result_2(t, n):
    """at place 0, 1 of your result: a number is wanted, a tuple"""
    return [(tuple(t[max(0, i - n) : i]), tuple(t[i:])) for i in range(1, len(t))]


def wrong_that_is_the_place_of(t, n):
    """that is the place of the token; the token itself is"""
    return [(tuple(t[max(0, i - n) : i]), i) for i in range(1, len(t))]


def wrong_beside_each_context_belongs_the(t, n):
    """beside each context belongs the token that followed; you"""
    return [(tuple(t[max(0, i - n) : i]), t[i - 1]) for i in range(1, len(t))]


def wrong_at_place_of_your_result_3(t, n):
    """at the beginning your context is empty"""
    return [(tuple(t[max(1, i - n) : i]), t[i]) for i in range(1, len(t))]


def wrong_a_set_came_it_has(t, n):
    """a set came: it has no order, and keeps equal things once. A list of 3 pairs is wanted."""
    return {(tuple(t[max(0, i - n) : i]), t[i]) for i in range(1, len(t))}


def wrong_the_pairs_stay_in_the(t, n):
    """the pairs stay in the order of the name; you sorted them."""
    return sorted((tuple(t[max(0, i - n) : i]), t[i]) for i in range(1, len(t)))


def wrong_at_place_of_your_result_4(t, n):
    """at place 0, 0 of your result: a tuple of 1 number is"""
    return [(t[i - 1], t[i]) for i in range(1, len(t))]


def wrong_the_context_is_the_size(t, n):
    """the context is the `size` tokens before each place; yours"""
    return [(tuple(t[-n:]), t[i]) for i in range(1, len(t))]


def wrong_at_place_of_your_result_5(t, n):
    """at place 0, 0 of your result: a tuple of 1 number is"""
    return [(str(t[max(0, i - n) : i]), t[i]) for i in range(1, len(t))]


def wrong_something_of_the_kind_counter(t, n):
    """something of the kind Counter came, which is no number"""
    return Counter((tuple(t[max(0, i - n) : i]), t[i]) for i in range(1, len(t)))


def wrong_at_place_of_your_result_6(t, n):
    """at place 0, 1 of your result: a number is wanted, a list"""
    return [(tuple(t[max(0, i - n) : i]), [t[i]]) for i in range(1, len(t))]


def wrong_that_is_always_three_tokens(t, n):
    """that is always three tokens of context; `size` says how"""
    return [(tuple(t[max(0, i - 3) : i]), t[i]) for i in range(1, len(t))]


def wrong_in_every_case_only_the(tokens, size):
    """in every case only the last came: is your list made anew"""
    for i in range(1, len(tokens)):
        out = []
        out.append((tuple(tokens[max(0, i - size) : i]), tokens[i]))
    return out


def wrong_at_place_of_your_result_7(tokens, size):
    """at place 2, 0 of your result: 3 numbers are wanted, 2 came: the first is missing, the others are right."""
    out = []
    context = [tokens[0]]
    for t in tokens[1:]:
        out.append((tuple(context), t))
        context.append(t)
        if len(context) >= size:
            context.pop(0)
    return out


def wrong_your_function_stops_with_typeerror(tokens, size):
    """your function stops with TypeError: can only concatenate"""
    out = []
    context = (tokens[0],)
    for t in tokens[1:]:
        out.append((context, t))
        context = (context + t)[-size:]
    return out


def wrong_pairs_are_wanted_came_right(tokens, size):
    """39 pairs are wanted, 37 came."""
    out = []
    for t in tokens:
        i = tokens.index(t)
        if i:
            out.append((tuple(tokens[max(0, i - size) : i]), t))
    return out


def wrong_at_most_six(tokens, size):
    """the others are right"""
    return [(tuple(tokens[max(0, i - min(size, 6)) : i]), tokens[i]) for i in range(1, len(tokens))]


def wrong_at_most_eight(tokens, size):
    """the others are right"""
    return [(tuple(tokens[max(0, i - min(size, 8)) : i]), tokens[i]) for i in range(1, len(tokens))]


def wrong_until_the_dot(tokens, size):
    """right so far"""
    found = right(tokens, size)
    return found[: tokens.index(tokens[0], 1)]


def wrong_empty_abs(tokens, size):
    """at the beginning your context is empty"""
    return [(tuple(tokens[abs(i - size) : i]), tokens[i]) for i in range(1, len(tokens))]


def wrong_empty_from_the_end(tokens, size):
    """at the beginning your context is empty"""
    return [(tuple(tokens[-size:i]), tokens[i]) for i in range(1, len(tokens))]


def wrong_empty_from_one(tokens, size):
    """at the beginning your context is empty"""
    return [(tuple(tokens[max(1, i - size) : i]), tokens[i]) for i in range(1, len(tokens))]


def wrong_empty_if_short(tokens, size):
    """at the beginning your context is empty"""
    return [(tuple(tokens[i - size : i]) if i >= size else (), tokens[i]) for i in range(1, len(tokens))]


def wrong_one_tuple(tokens, size):
    """one tuple with everything"""
    return [(*context, token) for context, token in right(tokens, size)]


def wrong_oldest_kept(tokens, size):
    """the oldest token is to go"""
    found, context = [], ()
    for token in tokens:
        if context:
            found.append((context, token))
        context = (*context, token)[:size]
    return found


def wrong_after(tokens, size):
    """yours is what comes after"""
    return [(tuple(tokens[i + 1 : i + 1 + size]), tokens[i]) for i in range(len(tokens) - 1)]


def wrong_one_too_far(tokens, size):
    """you took the one after that"""
    return [(tuple(tokens[max(0, i - size) : i]), tokens[i + 1]) for i in range(1, len(tokens) - 1)]


def wrong_dictionary_of_pairs(tokens, size):
    """a dictionary keeps one token for each context"""
    return list(dict(right(tokens, size)).items())


def wrong_backwards(tokens, size):
    """the pairs stand in reverse order"""
    return list(reversed(right(tokens, size)))


def wrong_all_lengths(tokens, size):
    """yours has shorter ones beside it"""
    return [pair for n in range(1, size + 1) for pair in right(tokens, n)]


def wrong_always_two(tokens, size):
    """always two tokens of context"""
    return right(tokens, 2)


def wrong_places(tokens, size):
    """that is the place of the token"""
    return [(tuple(range(max(0, i - size), i)), tokens[i]) for i in range(1, len(tokens))]


def wrong_two_lists(tokens, size):
    """two lists came"""
    contexts = [tuple(tokens[max(0, i - size) : i]) for i in range(1, len(tokens))]
    return contexts, tokens[1:]


def wrong_one_window_for_all(tokens, size):
    """all pairs hold the same context"""
    window, pairs = deque(maxlen=size), []
    for before, after in zip(tokens, tokens[1:]):
        window.append(before)
        pairs.append((window, after))
    return pairs


def wrong_all_shorter_ones_in_turn(tokens, size):
    """yours has shorter ones beside it"""
    return [(tuple(tokens[i - n : i]), tokens[i]) for i in range(1, len(tokens)) for n in range(1, size + 1) if n <= i]


def wrong_sorted_set(tokens, size):
    """keeps the order of the tokens"""
    return [(tuple(sorted(set(tokens[max(0, i - size) : i]))), tokens[i]) for i in range(1, len(tokens))]


def wrong_blocks(tokens, size):
    """you stepped by `size`"""
    return [(tuple(tokens[i : i + size]), tokens[i + size]) for i in range(0, len(tokens) - size, size)]


def wrong_as_many_as_the_size(tokens, size):
    """yours are at most `size`"""
    return [(tuple(tokens[max(0, i - size) : i]), tokens[i]) for i in range(1, size + 1)]


def wrong_without_what_comes_first(tokens, size):
    """the dots belong to the contexts"""
    return [(tuple(x for x in c if x != tokens[0]), token) for c, token in right(tokens, size)]


def wrong_a_set_made_a_list(t, n):
    """all is there, but in another order."""
    return list({(tuple(t[max(0, i - n) : i]), t[i]) for i in range(1, len(t))})


def wrong_a_sorted_set(t, n):
    """all is there, but in another order."""
    return sorted({(tuple(t[max(0, i - n) : i]), t[i]) for i in range(1, len(t))})


def wrong_sets_inside(t, n):
    """a set came: it has no order, and keeps equal things once. A tuple of 1 number is wanted."""
    return [(set(t[max(0, i - n) : i]), t[i]) for i in range(1, len(t))]


def wrong_queues_inside(t, n):
    """a tuple is wanted inside, something else came"""
    return [(deque(t[max(0, i - n) : i]), t[i]) for i in range(1, len(t))]
