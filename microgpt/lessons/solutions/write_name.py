def my_write_name(read, bos, T, top_k, rng):
    tokens, token = [], bos
    while len(tokens) < 16:
        token = next_token(read(token), T, top_k, rng.random())
        if token == bos:
            break
        tokens.append(token)
    return tokens
