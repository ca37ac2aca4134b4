"""Wrong ways to write p - y; each docstring: words of what is said of it."""

import math
import random

from microgpt import mlp, nn

bos, V, m = 26, 27, 12  # as in the notebook
untrained = nn.softmax(mlp.mlp(4, mlp.init(random.Random(42), V)))


def wrong_precedence_of_y(probs, target, n):
    """divide p by n as well"""
    return [p - (token == target) / n for token, p in enumerate(probs)]


def wrong_precedence_of_p(probs, target, n):
    """divide y by n as well"""
    return [p / n - (token == target) for token, p in enumerate(probs)]


def wrong_comparison(probs, target, n):
    """brackets round"""
    return [(p - token == target) / n for token, p in enumerate(probs)]


def wrong_number_for_y(probs, target, n):
    """not its y"""
    slopes = []
    for p in probs:
        slopes.append((p - target) / n)
    return slopes


def wrong_printed(probs, target, n):
    """print only shows it"""
    print([(p - (token == target)) / n for token, p in enumerate(probs)])


def wrong_in_place(probs, target, n):
    """changes `probs`"""
    probs[target] -= 1
    return [p / n for p in probs]


def wrong_global(probs, target, n):
    """the same one in every case"""
    return [(p - (token == 1)) / n for token, p in enumerate(probs)]


def wrong_rounded(probs, target, n):
    """rounded to 3 digits"""
    return [round((p - (token == target)) / n, 3) for token, p in enumerate(probs)]


def wrong_return_in_loop(probs, target, n):
    """inside the loop"""
    for token, p in enumerate(probs):
        return [(p - (token == target)) / n]


def wrong_swapped_enumerate(probs, target, n):
    """`enumerate` gives the number first"""
    return [(p - (token == target)) / n for p, token in enumerate(probs)]


def wrong_p_is_lost(probs, target, n):
    """p is lost"""
    slopes = [p / n for p in probs]
    slopes[target] = -1 / n
    return slopes


def wrong_target_zipped(probs, target, n):
    """a list was expected"""
    return [(p - y) / n for p, y in zip(probs, target)]


def wrong_beside_it(probs, target, n):
    """tokens count from 0"""
    return [(p - (token == target - 1)) / n for token, p in enumerate(probs)]


def wrong_dictionary(probs, target, n):
    """a dictionary came"""
    return {token: (p - (token == target)) / n for token, p in enumerate(probs)}


def wrong_sum(probs, target, n):
    """of the right token alone"""
    return (probs[target] - 1) / n


def wrong_only_y_divided_apart(probs, target, n):
    """at the wrong tokens n is forgotten"""
    return [(p - 1) / n if token == target else p for token, p in enumerate(probs)]


def wrong_right_token_undivided(probs, target, n):
    """at the right token n is forgotten"""
    slopes = [p / n for p in probs]
    slopes[target] = probs[target] - 1
    return slopes


def wrong_no_y(probs, target, n):
    """needs its -1"""
    return [p / n for p in probs]


def wrong_everywhere(probs, target, n):
    """from every probability"""
    return [(p - 1) / n for p in probs]


def wrong_only_right_token(probs, target, n):
    """only the right token was changed"""
    slopes = [0.0] * len(probs)
    slopes[target] = (probs[target] - 1) / n
    return slopes


def wrong_by_probability(probs, target, n):
    """not to the logit"""
    return [-1 / p / n if token == target else 0.0 for token, p in enumerate(probs)]


def wrong_length(probs, target, n):
    """the number of tokens"""
    return [(p - (token == target)) / len(probs) for token, p in enumerate(probs)]


def wrong_times_n(probs, target, n):
    """you multiplied"""
    return [(p - (token == target)) * n for token, p in enumerate(probs)]


def wrong_y_minus_p(probs, target, n):
    """the other way round"""
    return [((token == target) - p) / n for token, p in enumerate(probs)]


def wrong_mean_forgotten(probs, target, n):
    """divide by n."""
    return [p - (token == target) for token, p in enumerate(probs)]


def wrong_softmax_again(probs, target, n):
    """softmax is not needed again"""
    from math import exp

    powers = [exp(p) for p in probs]
    return [(x / sum(powers) - (token == target)) / n for token, x in enumerate(powers)]


def wrong_largest(probs, target, n):
    """not the one with the largest probability"""
    best = probs.index(max(probs))
    return [(p - (token == best)) / n for token, p in enumerate(probs)]


def wrong_without_signs(probs, target, n):
    """at the right token it is below 0"""
    return [abs(p - (token == target)) / n for token, p in enumerate(probs)]


def wrong_loss(probs, target, n):
    """that is the loss itself"""
    from math import log

    return -log(probs[target]) / n


def wrong_the_result_differs(probs, target, n):
    """right in"""
    return [(p - 1) / n if p == probs[target] else p / n for i, p in enumerate(probs)][::-1]


def wrong_every_token_has_its_own(probs, target, n):
    """every token has its own p; yours is that of the right"""
    return [probs[target] - 1 for p in probs]


def wrong_target_is_a_number_of(probs, target, n):
    """`target` is a number of a token, and n is missing too: (p"""
    return [p - target for p in probs]


def wrong_that_is_the_slope_of(probs, target, n):
    """that is the slope of a probability; in p - y the"""
    return [p * (1 - p) / n for p in probs]


def wrong_these_are_surprises_as_in(probs, target, n):
    """these are surprises, as in the loss; wanted is how it"""
    return [-math.log(p) / n for p in probs]


def wrong_in_each_case_these_are(probs, target, n):
    """in each case these are the right numbers times"""
    return [(p - (i == target)) / (n + 2) for i, p in enumerate(probs)]


def wrong_y_is_at_the_right(probs, target, n):
    """y is 1 at the right token and 0 elsewhere; yours is the"""
    return [(p - (i != target)) / n for i, p in enumerate(probs)]


def wrong_right_but_for_the_places(probs, target, n):
    """at the right token it is p less 1"""
    return [(p + (i == target)) / n for i, p in enumerate(probs)]


def wrong_right_but_for_the_places_2(probs, target, n):
    """right but for the places where `target` does not point."""
    return [(p - 1) / n if i == target else p / len(probs) for i, p in enumerate(probs)]


def wrong_some_places_are_right_others(probs, target, n):
    """where cases differ in `target` alone, your results do not differ"""
    return [(p - (i == n)) / n for i, p in enumerate(probs)]


def wrong_that_is_y_alone_wanted(probs, target, n):
    """`//` cuts down to whole numbers"""
    return [(p - (i == target)) // n for i, p in enumerate(probs)]


def wrong_the_difference_p_y_itself(probs, target, n):
    """the difference p - y itself, not its square."""
    return [(p - (i == target)) ** 2 / n for i, p in enumerate(probs)]


def wrong_y_is_at_the_right_2(probs, target, n):
    """y is 1 at the right token and 0 elsewhere; you took away"""
    return [(p - probs[target]) / n for i, p in enumerate(probs)]


def wrong_a_list_of_numbers_is(probs, target, n):
    """a list of 2 numbers is wanted; what came is their sum."""
    return sum(((p - (i == target)) / n for i, p in enumerate(probs)))


def wrong_your_function_changes_probs_which(probs, target, n):
    """your function changes `probs`, which it was given; work"""
    probs[target] -= 1
    return [p / n for p in probs]


def wrong_numbers_are_wanted_came_the(probs, target, n):
    """4 numbers are wanted, 1 came."""
    d = []
    for i, p in enumerate(probs):
        if i == target:
            d.append((p - 1) / n)
    return d


def wrong_numbers_are_wanted_came_the_2(probs, target, n):
    """2 numbers are wanted, 3 came."""
    d = []
    for i, p in enumerate(probs):
        if i == target:
            d.append((p - 1) / n)
        d.append(p / n)
    return d


def wrong_a_list_of_numbers_is_2(probs, target, n):
    """a list of 2 numbers is wanted, one number came."""
    for i, p in enumerate(probs):
        d = (p - (i == target)) / n
    return d


def wrong_y_less_a_share(probs, target, n):
    """two things: p - y"""
    return [(i == target) - p / n for i, p in enumerate(probs)]


def wrong_y_times_p(probs, target, n):
    """not multiplied by it"""
    return [p * (i == target) / n for i, p in enumerate(probs)]


def wrong_logarithm(probs, target, n):
    """not its logarithm"""
    return [(math.log(p) - (i == target)) / n for i, p in enumerate(probs)]


def wrong_always_the_first(probs, target, n):
    """the same one in every case"""
    return [(p - (i == 0)) / n for i, p in enumerate(probs)]


def wrong_the_notebook_s_m(probs, target, n):
    """the same one in every case"""
    return [(p - (i == m)) / n for i, p in enumerate(probs)]


def wrong_others_turned_round(probs, target, n):
    """with its own sign"""
    return [(p - 1) / n if i == target else -p / n for i, p in enumerate(probs)]


def wrong_the_notebook_s_p(probs, target, n):
    """is the notebook's own list"""
    return [(untrained[i] - (i == target)) / n for i in range(len(probs))]


def wrong_by_value(probs, target, n):
    """found by its place"""
    return [(p - (p == probs[target])) / n for p in probs]


def wrong_by_index(probs, target, n):
    """found by its place"""
    return [(p - (probs.index(p) == target)) / n for p in probs]


def wrong_first_27(probs, target, n):
    """27 came"""
    return [(p - (i == target)) / n for i, p in enumerate(probs[:27])]


def wrong_n_at_most_20(probs, target, n):
    """times a factor"""
    return [(p - (i == target)) / min(n, 20) for i, p in enumerate(probs)]


def wrong_certain_is_left(probs, target, n):
    """is one like all others"""
    return [(p - (i == target and p < 1)) / n for i, p in enumerate(probs)]


def wrong_impossible_is_left(probs, target, n):
    """is one like all others"""
    return [0.0 if p == 0 else (p - (i == target)) / n for i, p in enumerate(probs)]


def wrong_the_answer_itself(probs, target, n):
    """that is y alone"""
    return [-(i == target) / n for i, p in enumerate(probs)]


def wrong_one_less_p(probs, target, n):
    """p - 1 and not 1 - p"""
    return [(1 - p if token == target else p) / n for token, p in enumerate(probs)]


def wrong_p_with_the_other_sign(probs, target, n):
    """you turned p's sign, or added 1"""
    d = [p / n for p in probs]
    d[target] = -d[target]
    return d


def wrong_divided_in_every_round(probs, target, n):
    """divide by n once"""
    d = [p - (token == target) for token, p in enumerate(probs)]
    for _ in range(n):
        d = [x / n for x in d]
    return d


def wrong_one_prediction_less(probs, target, n):
    """by n itself"""
    return [(p - (token == target)) / max(n - 1, 1) for token, p in enumerate(probs)]


def wrong_token_0_is_false(probs, target, n):
    """`if target` leaves it out"""
    d = list(probs)
    if target:
        d[target] -= 1
    return [x / n for x in d]


def wrong_exponential(probs, target, n):
    """nor its exponential"""
    return [(math.exp(p) - (token == target)) / n for token, p in enumerate(probs)]


def wrong_row_of_softmax(probs, target, n):
    """the slope of a probability"""
    return [probs[target] * ((token == target) - p) / n for token, p in enumerate(probs)]


def wrong_never_below_a_thousandth(probs, target, n):
    """close to it, is one like all others"""
    return [(max(p, 1e-3) - (token == target)) / n for token, p in enumerate(probs)]


def wrong_cut(probs, target, n):
    """what is below -0.5 became -0.5"""
    return [max(-0.5, (p - (i == target)) / n) for i, p in enumerate(probs)]


def wrong_order_of_arguments(probs, n, target):
    """the arguments come in the order probs, target, n; your function takes them as probs, n, target"""
    return [(p - (i == target)) / n for i, p in enumerate(probs)]


p = [0.1] * 27


def wrong_a_global_of_the_notebook(probs, target, n):
    """where cases differ in `probs` alone, your results do not differ"""
    return [(p[i] - (i == target)) / n for i in range(len(probs))]


def wrong_one_number_of_the_notebook(probs, target, n):
    """where cases differ in `probs` alone, your results do not differ"""
    return [(p[0] - 1) / n if i == target else p[0] / n for i in range(len(probs))]
