def my_backward(root):
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad += slope * value.grad
