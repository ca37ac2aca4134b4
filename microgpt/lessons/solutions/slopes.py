my_slopes = {
    "+": lambda y, x: (1.0, 1.0),
    "*": lambda y, x: (x[1], x[0]),
    "exp": lambda y, x: (y,),
    "relu": lambda y, x: (1.0 if x[0] > 0 else 0.0,),
}
