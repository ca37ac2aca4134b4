def my_heads(query, keys, values, n_head):
    size = len(query) // n_head
    joined = []
    for start in range(0, len(query), size):
        part = slice(start, start + size)
        joined += attend(query[part], [k[part] for k in keys], [v[part] for v in values])
    return joined
