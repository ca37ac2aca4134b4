def my_backward_linear(d_out, x, w):
    d_w = [[d * xj for xj in x] for d in d_out]
    d_x = [0.0] * len(x)
    for d, row in zip(d_out, w):
        for j, wj in enumerate(row):
            d_x[j] += d * wj
    return d_x, d_w
