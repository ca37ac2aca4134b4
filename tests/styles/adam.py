"""A step of Adam, as others would write it."""

import math

import numpy as np


def style_moved(p, g, m, v, t, lr, decay):
    m, v = m + 0.15 * (g - m), v + 0.01 * (g**2 - v)
    return [p - decay * lr * (m / (1 - 0.85**t)) / ((v / (1 - 0.99**t)) ** 0.5 + 1e-8), m, v]


def style_names(p, g, m, v, t, lr, decay):
    beta1, beta2, eps = 0.85, 0.99, 1e-8
    m_new = beta1 * m + (1 - beta1) * g
    v_new = beta2 * v + (1 - beta2) * g**2
    m_hat = m_new / (1 - beta1**t)
    v_hat = v_new / (1 - beta2**t)
    return p - lr * decay * m_hat / (math.sqrt(v_hat) + eps), m_new, v_new


def style_numpy(p, g, m, v, t, lr, decay):
    m, v = np.array([m, v]) * [0.85, 0.99] + np.array([g, g * g]) * [0.15, 0.01]
    return np.array([p - lr * decay * (m / (1 - 0.85**t)) / (np.sqrt(v / (1 - 0.99**t)) + 1e-8), m, v])


def style_in_place(p, g, m, v, t, lr, decay):
    m *= 0.85
    m += 0.15 * g
    v *= 0.99
    v += 0.01 * g * g
    p -= lr * decay * (m / (1 - 0.85**t)) / (math.sqrt(v / (1 - 0.99**t)) + 1e-8)
    return p, m, v


def style_yield(p, g, m, v, t, lr, decay):
    m, v = 0.85 * m + 0.15 * g, 0.99 * v + 0.01 * g * g
    yield p - lr * decay * (m / (1 - 0.85**t)) / (math.sqrt(v / (1 - 0.99**t)) + 1e-8)
    yield from (m, v)


def style_step_first(p, g, m, v, t, lr, decay):
    new = 0.85 * m + 0.15 * g, 0.99 * v + 0.01 * g * g
    step = new[0] / (1 - 0.85**t) / ((new[1] / (1 - 0.99**t)) ** 0.5 + 1e-8)
    return (p + -(lr * decay) * step, *new)


def style_helper(p, g, m, v, t, lr, decay):
    def mean(old, new, beta):
        now = beta * old + (1 - beta) * new
        return now, now / (1 - math.pow(beta, t))

    (m, direction), (v, size) = mean(m, g, 0.85), mean(v, g * g, 0.99)
    return [p - lr * decay * direction / (math.sqrt(size) + 1e-8), m, v]


def style_rate(p, g, m, v, t, lr, decay):
    rate = lr * decay / (1 - 0.85**t)
    m = 0.85 * m + (1 - 0.85) * g
    v = 0.99 * v + (1 - 0.99) * g * g
    return p - rate * m / (math.sqrt(v * (1 / (1 - 0.99**t))) + 1e-8), m, v
