def my_contexts(tokens, size):
    return [(tuple(tokens[max(0, i - size) : i]), tokens[i]) for i in range(1, len(tokens))]
