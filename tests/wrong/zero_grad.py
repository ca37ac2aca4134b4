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
