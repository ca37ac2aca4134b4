def my_rmsnorm(x):
    mean_square = sum(xi * xi for xi in x) / len(x)
    return [xi / (mean_square + 1e-5) ** 0.5 for xi in x]
