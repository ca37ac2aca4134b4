def my_next_token(logits, T, top_k, u):
    probs = temperature(logits, T)
    least = min(sorted(probs)[-(top_k or 0) :])
    allowed = [p if p >= least else 0 for p in probs]
    whole, end = sum(allowed), 0
    for token, p in enumerate(allowed):
        end += p / whole
        if u < end:
            return token
