def my_d_logits(probs, target, n):
    return [(p - (token == target)) / n for token, p in enumerate(probs)]
