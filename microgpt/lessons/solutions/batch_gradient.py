def my_batch_gradient(gradients, weights):
    whole = sum(weights)
    mean = [0] * len(gradients[0])
    for gradient, weight in zip(gradients, weights):
        mean = [m + weight * g / whole for m, g in zip(mean, gradient)]
    return mean
