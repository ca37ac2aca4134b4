"""Lists of floats as vectors, every gradient by hand: the ceiling of pure Python, with no scalar graph left."""

from math import exp, log, sqrt


def dot(x, y):
    return sum(a * b for a, b in zip(x, y))


def linear(x, w):
    return [dot(row, x) for row in w]


def linear_back(dy, x, w, dw):
    dx = [0.0] * len(x)
    for d, row, d_row in zip(dy, w, dw):
        for j, xj in enumerate(x):
            d_row[j] += d * xj
            dx[j] += d * row[j]
    return dx


def rmsnorm(x):
    scale = (sum(v * v for v in x) / len(x) + 1e-5) ** -0.5
    return [v * scale for v in x], scale


def rmsnorm_back(dy, x, scale):
    pull = dot(dy, x) * scale**3 / len(x)
    return [d * scale - pull * v for d, v in zip(dy, x)]


def softmax(x):
    top = max(x)
    powers = [exp(v - top) for v in x]
    whole = sum(powers)
    return [p / whole for p in powers]


def add(x, y):
    return [a + b for a, b in zip(x, y)]


def forward_block(x, w, layer, past, n_head):
    """One position of one layer; what the backward pass needs, and what is appended to `past`."""
    size = len(x) // n_head
    norm1, scale1 = rmsnorm(x)
    q, k, v = (linear(norm1, w[f"{layer}.attn_w{name}"]) for name in "qkv")
    past.append((k, v))
    weights, answer = [], []
    for h in range(0, len(x), size):
        part = q[h : h + size]
        probs = softmax([dot(part, key[h : h + size]) / sqrt(size) for key, _ in past])
        weights.append(probs)
        for j in range(h, h + size):
            answer.append(sum(p * value[j] for p, (_, value) in zip(probs, past)))
    middle = add(x, linear(answer, w[f"{layer}.attn_wo"]))
    norm2, scale2 = rmsnorm(middle)
    hidden = [v if v > 0 else 0.0 for v in linear(norm2, w[f"{layer}.mlp_fc1"])]
    out = add(middle, linear(hidden, w[f"{layer}.mlp_fc2"]))
    return out, (x, norm1, scale1, q, weights, answer, middle, norm2, scale2, hidden)


def backward_block(d_out, kept, position, w, g, layer, past, d_past):
    """The gradient of one position's input; those of earlier keys and values are added to d_past."""
    x, norm1, scale1, q, weights, answer, middle, norm2, scale2, hidden = kept
    size = len(x) // len(weights)
    d_hidden = linear_back(d_out, hidden, w[f"{layer}.mlp_fc2"], g[f"{layer}.mlp_fc2"])
    d_hidden = [d if h > 0 else 0.0 for d, h in zip(d_hidden, hidden)]
    d_norm2 = linear_back(d_hidden, norm2, w[f"{layer}.mlp_fc1"], g[f"{layer}.mlp_fc1"])
    d_middle = add(d_out, rmsnorm_back(d_norm2, middle, scale2))
    d_answer = linear_back(d_middle, answer, w[f"{layer}.attn_wo"], g[f"{layer}.attn_wo"])
    d_q = [0.0] * len(x)
    for head, probs in enumerate(weights):
        span = range(head * size, (head + 1) * size)
        d_probs = [sum(d_answer[j] * past[i][1][j] for j in span) for i in range(position + 1)]
        pull = dot(d_probs, probs)
        for i, (p, d) in enumerate(zip(probs, d_probs)):
            d_score = p * (d - pull) / sqrt(size)
            (key, _), (d_key, d_value) = past[i], d_past[i]
            for j in span:
                d_value[j] += p * d_answer[j]
                d_q[j] += d_score * key[j]
                d_key[j] += d_score * q[j]
    d_norm1 = [0.0] * len(x)
    for name, d in zip("qkv", (d_q, *d_past[position])):
        d_norm1 = add(d_norm1, linear_back(d, norm1, w[f"{layer}.attn_w{name}"], g[f"{layer}.attn_w{name}"]))
    return add(d_middle, rmsnorm_back(d_norm1, x, scale1))


def gradients(w, config, tokens):
    n, layers = len(tokens) - 1, [f"layer{i}" for i in range(config.n_layer)]
    g = {name: [[0.0] * len(row) for row in rows] for name, rows in w.items()}
    past, kept, loss, outs = {layer: [] for layer in layers}, {layer: [] for layer in layers}, 0.0, []
    starts, d_outs = [], []
    for position in range(n):
        token, target = tokens[position], tokens[position + 1]
        raw = add(w["wte"][token], w["wpe"][position])
        x, scale = rmsnorm(raw)
        starts.append((raw, scale))
        for layer in layers:
            x, memory = forward_block(x, w, layer, past[layer], config.n_head)
            kept[layer].append(memory)
        outs.append(x)
        probs = softmax(linear(x, w["lm_head"]))
        loss -= log(probs[target]) / n
        probs = [p / n for p in probs]
        probs[target] -= 1 / n
        d_outs.append(linear_back(probs, x, w["lm_head"], g["lm_head"]))
    for layer in reversed(layers):
        d_past = [([0.0] * config.n_embd, [0.0] * config.n_embd) for _ in range(n)]
        for position in reversed(range(n)):
            memory = kept[layer][position]
            d_outs[position] = backward_block(d_outs[position], memory, position, w, g, layer, past[layer], d_past)
    for position, (raw, scale) in enumerate(starts):
        d = rmsnorm_back(d_outs[position], raw, scale)
        g["wte"][tokens[position]] = add(g["wte"][tokens[position]], d)
        g["wpe"][position] = add(g["wpe"][position], d)
    return loss, g


def prepare(config, state, documents, adam):
    w = {name: [list(row) for row in rows] for name, rows in state.items()}
    m = {name: [[0.0] * len(row) for row in rows] for name, rows in w.items()}
    v = {name: [[0.0] * len(row) for row in rows] for name, rows in w.items()}
    made = 0

    def step(tokens, decay):
        nonlocal made
        made += 1
        loss, g = gradients(w, config, tokens)
        rate, correction = 0.01 * decay / (1 - 0.85**made), 1 / (1 - 0.99**made)
        for name, rows in w.items():
            for i, (row, d) in enumerate(zip(rows, g[name])):
                m[name][i] = mi = [0.85 * a + 0.15 * b for a, b in zip(m[name][i], d)]
                v[name][i] = vi = [0.99 * a + 0.01 * b * b for a, b in zip(v[name][i], d)]
                rows[i] = [x - rate * a / (sqrt(b * correction) + 1e-8) for x, a, b in zip(row, mi, vi)]
        return loss

    return lambda chosen, decays: [step(documents[i], decay) for i, decay in zip(chosen, decays)]
