"""Clearing gradients, as others would write it."""


def style_loop(parameters):
    for p in parameters:
        p.grad = 0.0


def style_places(parameters):
    for i in range(len(parameters)):
        parameters[i].grad = 0


def style_setattr(parameters):
    [setattr(p, "grad", 0.0) for p in parameters]


def style_while(parameters):
    i = 0
    while i < len(parameters):
        parameters[i].grad = 0.0
        i += 1


def style_enumerate(parameters):
    for i, _ in enumerate(parameters):
        parameters[i].grad = 0.0


def style_map(parameters):
    list(map(lambda p: setattr(p, "grad", 0.0), parameters))


def style_vars(parameters):
    for p in reversed(parameters):
        vars(p)["grad"] = 0.0


def style_where_needed(parameters):
    for p in parameters:
        if p.grad:
            p.grad = 0.0
