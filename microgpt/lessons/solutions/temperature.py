from math import exp


def my_temperature(logits, T):
    top = max(logits)
    powers = [exp((logit - top) / T) for logit in logits]
    return [power / sum(powers) for power in powers]
