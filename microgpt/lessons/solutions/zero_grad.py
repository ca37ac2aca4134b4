def my_zero_grad(parameters):
    for p in parameters:
        p.grad = 0.0
