def my_backward_mul(g, a, b):
    return g * b, g * a
