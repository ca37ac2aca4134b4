def my_pass_on(value):
    for x, slope in zip(value.inputs, autograd.SLOPES[value.op](value, value.inputs)):
        x.grad += slope * value.grad
