def my_adam(p, g, m, v, t, lr, decay):
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    direction = m / (1 - 0.85**t)
    size = sqrt(v / (1 - 0.99**t))
    return p - lr * decay * direction / (size + 1e-8), m, v
