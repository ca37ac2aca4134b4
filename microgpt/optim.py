"""From gradients to better parameters: SGD, then Adam, in order of complexity."""

from math import sqrt


class SGD:
    """Step each parameter against its gradient, `lr` times as far as the gradient is large."""

    def __init__(self, parameters, lr):
        self.parameters, self.lr = list(parameters), lr

    def step(self, decay=1.0):
        """One update at the rate lr * decay; then the gradients are 0 again."""
        rate = self.lr * decay
        for p in self.parameters:
            p.data -= rate * p.grad
            p.grad = 0.0


class Adam:
    """Step each parameter by about `lr`, whatever the size of its gradient: running mean over running size.

    `mean` remembers the direction (momentum), `square` the size; both start at 0 and are corrected for that.
    Source: Kingma and Ba, "Adam: A Method for Stochastic Optimization" (2015), algorithm 1.
    """

    def __init__(self, parameters, lr=0.01, betas=(0.85, 0.99), eps=1e-8):
        self.parameters, self.lr, self.betas, self.eps = list(parameters), lr, betas, eps
        self.mean = [0.0] * len(self.parameters)
        self.square = [0.0] * len(self.parameters)
        self.steps = 0

    def step(self, decay=1.0):
        """One update at the rate lr * decay; then the gradients are 0 again."""
        self.steps += 1
        (beta1, beta2), mean, square, eps = self.betas, self.mean, self.square, self.eps
        rate = self.lr * decay / (1 - beta1**self.steps)
        correction = 1 / (1 - beta2**self.steps)
        for i, p in enumerate(self.parameters):
            g = p.grad
            mean[i] = m = beta1 * mean[i] + (1 - beta1) * g
            square[i] = v = beta2 * square[i] + (1 - beta2) * g * g
            p.data -= rate * m / (sqrt(v * correction) + eps)
            p.grad = 0.0
