"""NumPy, all positions at once, every gradient by hand: what one writes who knows the model and wants it fast."""

import numpy as np


def rmsnorm(x):
    scale = ((x * x).mean(axis=1, keepdims=True) + 1e-5) ** -0.5
    return x * scale, scale


def rmsnorm_back(dy, x, scale):
    return dy * scale - (dy * x).sum(axis=1, keepdims=True) * scale**3 / x.shape[1] * x


def softmax(x):
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def prepare(config, state, documents, adam):
    flat = np.concatenate([np.ravel(rows) for rows in state.values()])
    flat_grad, mean, square = np.zeros_like(flat), np.zeros_like(flat), np.zeros_like(flat)
    w, g, start = {}, {}, 0
    for name, rows in state.items():
        stop = start + len(rows) * len(rows[0])
        w[name], g[name] = (array[start:stop].reshape(len(rows), -1) for array in (flat, flat_grad))
        start = stop
    heads, size = config.n_head, config.n_embd // config.n_head
    layers = [f"layer{i}" for i in range(config.n_layer)]
    token_arrays = [np.array(tokens) for tokens in documents]
    hidden_future = {n: np.triu(np.full((n, n), -np.inf), 1) for n in range(1, config.block_size + 1)}

    def split(x):
        return x.reshape(len(x), heads, size).transpose(1, 0, 2)

    def join(x):
        return x.transpose(1, 0, 2).reshape(x.shape[1], -1)

    def gradients(tokens):
        inputs, targets = tokens[:-1], tokens[1:]
        n = len(inputs)
        raw = w["wte"][inputs] + w["wpe"][:n]
        x, start_scale = rmsnorm(raw)
        kept = []
        for layer in layers:
            norm1, scale1 = rmsnorm(x)
            q, k, v = (split(norm1 @ w[f"{layer}.attn_w{name}"].T) for name in "qkv")
            probs = softmax(q @ k.transpose(0, 2, 1) / size**0.5 + hidden_future[n])
            answer = join(probs @ v)
            middle = x + answer @ w[f"{layer}.attn_wo"].T
            norm2, scale2 = rmsnorm(middle)
            hidden = np.maximum(norm2 @ w[f"{layer}.mlp_fc1"].T, 0)
            kept.append((x, norm1, scale1, q, k, v, probs, answer, middle, norm2, scale2, hidden))
            x = middle + hidden @ w[f"{layer}.mlp_fc2"].T
        predicted = softmax(x @ w["lm_head"].T)
        rows = np.arange(n)
        loss = -np.log(predicted[rows, targets]).mean()
        predicted[rows, targets] -= 1
        predicted /= n
        g["lm_head"][:] = predicted.T @ x
        dx = predicted @ w["lm_head"]
        for layer, memory in zip(reversed(layers), reversed(kept)):
            x, norm1, scale1, q, k, v, probs, answer, middle, norm2, scale2, hidden = memory
            g[f"{layer}.mlp_fc2"][:] = dx.T @ hidden
            d_hidden = (dx @ w[f"{layer}.mlp_fc2"]) * (hidden > 0)
            g[f"{layer}.mlp_fc1"][:] = d_hidden.T @ norm2
            d_middle = dx + rmsnorm_back(d_hidden @ w[f"{layer}.mlp_fc1"], middle, scale2)
            g[f"{layer}.attn_wo"][:] = d_middle.T @ answer
            d_answer = split(d_middle @ w[f"{layer}.attn_wo"])
            d_probs = d_answer @ v.transpose(0, 2, 1)
            d_scores = probs * (d_probs - (d_probs * probs).sum(axis=-1, keepdims=True)) / size**0.5
            d_qkv = d_scores @ k, d_scores.transpose(0, 2, 1) @ q, probs.transpose(0, 2, 1) @ d_answer
            d_norm1 = 0
            for name, d in zip("qkv", map(join, d_qkv)):
                g[f"{layer}.attn_w{name}"][:] = d.T @ norm1
                d_norm1 = d_norm1 + d @ w[f"{layer}.attn_w{name}"]
            dx = d_middle + rmsnorm_back(d_norm1, x, scale1)
        d_raw = rmsnorm_back(dx, raw, start_scale)
        g["wte"][:] = 0
        np.add.at(g["wte"], inputs, d_raw)
        g["wpe"][:] = 0
        g["wpe"][:n] = d_raw
        return loss

    made = 0

    def step(tokens, decay):
        nonlocal made
        made += 1
        loss = gradients(tokens)
        mean[:] = 0.85 * mean + 0.15 * flat_grad
        square[:] = 0.99 * square + 0.01 * flat_grad**2
        size_of = np.sqrt(square / (1 - 0.99**made)) + 1e-8
        flat[:] -= 0.01 * decay / (1 - 0.85**made) * mean / size_of
        return float(loss)

    return lambda chosen, decays: [step(token_arrays[i], decay) for i, decay in zip(chosen, decays)]
