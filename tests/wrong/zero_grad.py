"""Clearing as learners get it wrong; the docstring is what is said of it."""


def wrong_name_only(parameters):
    """nothing has changed"""
    for p in parameters:
        p = 0.0


def wrong_compares(parameters):
    """nothing has changed"""
    for p in parameters:
        p.grad == 0.0  # noqa: B015


def wrong_returns_zeros(parameters):
    """nothing has changed"""
    return [0.0 for p in parameters]


def wrong_returns_in_the_loop(parameters):
    """only the first one"""
    for p in parameters:
        p.grad = 0.0
        return


def wrong_last_left_out(parameters):
    """the last one keeps its gradient"""
    for i in range(len(parameters) - 1):
        parameters[i].grad = 0.0


def wrong_data(parameters):
    """`data` must stay"""
    for p in parameters:
        p.data = 0.0


def wrong_both(parameters):
    """`data` must stay"""
    for p in parameters:
        p.data, p.grad = 0.0, 0.0


def wrong_none(parameters):
    """None is no number"""
    for p in parameters:
        p.grad = None


def wrong_one(parameters):
    """where the root begins"""
    for p in parameters:
        p.grad = 1.0


def wrong_halves(parameters):
    """a part of an old gradient"""
    for p in parameters:
        p.grad /= 2


def wrong_sign(parameters):
    """another sign clears nothing"""
    for p in parameters:
        p.grad = -p.grad


def wrong_empties_the_list(parameters):
    """the list itself has changed"""
    parameters.clear()


def wrong_whole_list(parameters):
    """each number in it has one"""
    parameters.grad = 0.0


def wrong_first_place(parameters):
    """only the first one"""
    parameters[0].grad = 0.0


def wrong_three(parameters):
    """not always three"""
    for i in range(3):
        parameters[i].grad = 0.0


def wrong_deletes(parameters):
    """`grad` is gone"""
    for p in parameters:
        del p.grad


def wrong_text(parameters):
    """a gradient is a number"""
    for p in parameters:
        p.grad = "0"


def wrong_generator(parameters):
    """a generator does nothing"""
    return (setattr(p, "grad", 0.0) for p in parameters)


def wrong_prints(parameters):
    """nothing has changed"""
    for p in parameters:
        print(p.grad, 0.0)


def wrong_difference(parameters):
    """not the difference"""
    for p in parameters:
        p.grad -= p.data


def wrong_product(parameters):
    """infinite, or no number"""
    for p in parameters:
        p.grad *= 0


def wrong_own_difference(parameters):
    """infinite, or no number"""
    for p in parameters:
        p.grad -= p.grad


def wrong_made_ones(parameters):
    """made from nothing, as parameters are"""
    for p in parameters:
        if p.op:
            p.grad = 0.0


def wrong_leaves(parameters):
    """made from nothing, as parameters are"""
    for p in parameters:
        if not p.inputs:
            p.grad = 0.0


def wrong_inputs_too(parameters):
    """`parameters` alone"""
    for p in parameters:
        p.grad = 0.0
        for x in p.inputs:
            x.grad = 0.0


def wrong_value(parameters):
    """not a Value"""
    for p in parameters:
        p.grad = type(p)(0.0)


def wrong_each_number_once(parameters, done=set()):  # noqa: B006
    """keeps something from call to call"""
    for p in parameters:
        if p not in done:
            p.grad = 0.0
        done.add(p)


def wrong_where_data(parameters):
    """whatever the number is"""
    for p in parameters:
        if p.data:
            p.grad = 0.0


def wrong_by_data(parameters):
    """numbers that hold the same"""
    for p in {p.data: p for p in parameters}.values():
        p.grad = 0.0


def wrong_thousand(parameters):
    """the whole list"""
    for p in parameters[:1000]:
        p.grad = 0.0


def wrong_small_ones(parameters):
    """with no `if`"""
    for p in parameters:
        if abs(p.grad) < 1e3:
            p.grad = 0.0


def wrong_recursion(parameters):
    """a loop does not"""
    if parameters:
        parameters[0].grad = 0.0
        wrong_recursion(parameters[1:])


def wrong_name(parameters):
    """`gradient` is a new name"""
    for p in parameters:
        p.gradient = 0.0


def wrong_data_as_gradient(parameters):
    """the number itself"""
    for p in parameters:
        p.grad = p.data


def wrong_tiny(parameters):
    """a part of an old gradient"""
    for p in parameters:
        p.grad *= 1e-12


def wrong_every_other_one(parameters):
    """every other one is left out"""
    for p in parameters[::2]:
        p.grad = 0.0


def wrong_first_of_each_size(parameters):
    """are still several"""
    met = []
    for p in parameters:
        if p.data not in met:
            p.grad = 0.0
            met.append(p.data)


def wrong_by_computing_from_data(parameters):
    """set it, p.grad = 0.0"""
    for p in parameters:
        p.grad = p.data * 0


def wrong_nearly_nothing(parameters):
    """Not yet"""
    for p in parameters:
        p.grad = 1e-12


def wrong_the_inputs_instead(parameters):
    """what the numbers were made from has changed"""
    for p in parameters:
        for x in p.inputs:
            x.grad = 0.0


def wrong_all_thrown_away(parameters):
    """what your function hands back or leaves is of no use: AttributeError"""
    for p in parameters:
        vars(p).clear()
        p.grad = 0.0


def wrong_nan_passed_over(parameters):
    """or a nan that was there before"""
    for p in parameters:
        if p.grad == p.grad:
            p.grad = 0.0


def wrong_a_generator_that_stands_alone(parameters):
    """a generator (or a map) stands alone in a line"""
    (setattr(p, "grad", 0.0) for p in parameters)


def wrong_a_map_that_stands_alone(parameters):
    """a generator (or a map) stands alone in a line"""
    map(lambda p: setattr(p, "grad", 0.0), parameters)


def wrong_a_call_of_what_yields(parameters):
    """a generator (or a map) stands alone in a line"""

    def clear():
        for p in parameters:
            p.grad = 0.0
            yield p

    clear()
