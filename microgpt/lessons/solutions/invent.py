def my_invent(probs, bos, rng):
    tokens, token = [], bos
    while len(tokens) < 16:
        row = probs[token]
        token = letter_at(row, rng.random())
        finished = token == bos
        if finished:
            break
        tokens.append(token)
    return tokens
