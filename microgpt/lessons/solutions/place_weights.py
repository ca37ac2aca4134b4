def my_place_weights(lengths):
    longest = max(lengths)
    weights = []
    for n in lengths:
        weight = 1 / (n * len(lengths))
        weights.append([weight] * n + [0.0] * (longest - n))
    return weights
