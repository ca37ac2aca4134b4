"""NumPy, a batch of documents padded to the longest as the rows of one matrix, every gradient by hand, Adam in place."""

import numpy as np


def rmsnorm(x):
    scale = (np.einsum("ij,ij->i", x, x)[:, None] / x.shape[1] + 1e-5) ** -0.5
    return x * scale, scale


def rmsnorm_back(dy, x, scale):
    return dy * scale - np.einsum("ij,ij->i", dy, x)[:, None] * scale**3 / x.shape[1] * x


def softmax(x):
    powers = x - x.max(axis=-1, keepdims=True)
    np.exp(powers, out=powers)
    powers /= powers.sum(axis=-1, keepdims=True)
    return powers


def padded(documents):
    """(tokens, a row for each document; how much the prediction after each token counts)."""
    lengths = np.array([len(document) - 1 for document in documents])
    n = int(lengths.max())
    tokens = np.zeros((len(documents), n + 1), dtype=np.int64)
    for row, document in zip(tokens, documents):
        row[: len(document)] = document
    return tokens, ((np.arange(n) < lengths[:, None]) / (lengths[:, None] * len(documents))).reshape(-1)


def prepare(config, state, documents, adam):
    flat = np.concatenate([np.ravel(rows) for rows in state.values()])
    flat_grad, mean, square, one, other = (np.zeros_like(flat) for _ in range(5))
    w, g, start = {}, {}, 0
    for name, rows in state.items():
        stop = start + len(rows) * len(rows[0])
        w[name], g[name] = (array[start:stop].reshape(len(rows), -1) for array in (flat, flat_grad))
        start = stop
    heads, size = config.n_head, config.n_embd // config.n_head
    layers = [f"layer{i}" for i in range(config.n_layer)]
    future = {n: np.triu(np.full((n, n), -np.inf), 1) for n in range(1, config.block_size + 1)}

    def gradients(chosen):
        tokens, weights = padded(chosen)
        batch, n = len(tokens), tokens.shape[1] - 1
        inputs, targets, rows = tokens[:, :-1].reshape(-1), tokens[:, 1:].reshape(-1), np.arange(batch * n)

        def split(x):
            return x.reshape(batch, n, heads, size).transpose(0, 2, 1, 3)

        def join(x):
            return x.transpose(0, 2, 1, 3).reshape(batch * n, -1)

        raw = w["wte"][inputs] + np.tile(w["wpe"][:n], (batch, 1))
        x, start_scale = rmsnorm(raw)
        kept = []
        for layer in layers:
            norm1, scale1 = rmsnorm(x)
            q, k, v = (split(norm1 @ w[f"{layer}.attn_w{name}"].T) for name in "qkv")
            probs = softmax(q @ k.transpose(0, 1, 3, 2) * size**-0.5 + future[n])
            answer = join(probs @ v)
            middle = x + answer @ w[f"{layer}.attn_wo"].T
            norm2, scale2 = rmsnorm(middle)
            hidden = norm2 @ w[f"{layer}.mlp_fc1"].T
            np.maximum(hidden, 0, out=hidden)
            kept.append((x, norm1, scale1, q, k, v, probs, answer, middle, norm2, scale2, hidden))
            x = middle + hidden @ w[f"{layer}.mlp_fc2"].T
        predicted = softmax(x @ w["lm_head"].T)
        loss = -(np.log(predicted[rows, targets]) * weights).sum()
        predicted[rows, targets] -= 1
        predicted *= weights[:, None]
        g["lm_head"][:] = predicted.T @ x
        dx = predicted @ w["lm_head"]
        for layer, memory in zip(reversed(layers), reversed(kept)):
            x, norm1, scale1, q, k, v, probs, answer, middle, norm2, scale2, hidden = memory
            g[f"{layer}.mlp_fc2"][:] = dx.T @ hidden
            d_hidden = dx @ w[f"{layer}.mlp_fc2"]
            d_hidden *= hidden > 0
            g[f"{layer}.mlp_fc1"][:] = d_hidden.T @ norm2
            d_middle = dx + rmsnorm_back(d_hidden @ w[f"{layer}.mlp_fc1"], middle, scale2)
            g[f"{layer}.attn_wo"][:] = d_middle.T @ answer
            d_answer = split(d_middle @ w[f"{layer}.attn_wo"])
            d_probs = d_answer @ v.transpose(0, 1, 3, 2)
            d_scores = probs * (d_probs - (d_probs * probs).sum(axis=-1, keepdims=True)) * size**-0.5
            d_qkv = d_scores @ k, d_scores.transpose(0, 1, 3, 2) @ q, probs.transpose(0, 1, 3, 2) @ d_answer
            d_norm1 = 0
            for name, d in zip("qkv", map(join, d_qkv)):
                g[f"{layer}.attn_w{name}"][:] = d.T @ norm1
                d_norm1 = d_norm1 + d @ w[f"{layer}.attn_w{name}"]
            dx = d_middle + rmsnorm_back(d_norm1, x, scale1)
        d_raw = rmsnorm_back(dx, raw, start_scale)
        g["wte"][:] = (np.arange(len(w["wte"]))[:, None] == inputs).astype(float) @ d_raw
        g["wpe"][:] = 0
        g["wpe"][:n] = d_raw.reshape(batch, n, -1).sum(axis=0)
        return float(loss)

    made = 0

    def step(numbers, decay):
        nonlocal made, mean, square, flat
        made += 1
        loss = gradients([documents[i] for i in numbers])
        mean += np.multiply(np.subtract(flat_grad, mean, out=one), 0.15, out=one)
        square += np.multiply(np.subtract(np.multiply(flat_grad, flat_grad, out=one), square, out=one), 0.01, out=one)
        np.sqrt(np.multiply(square, 1 / (1 - 0.99**made), out=one), out=one)
        np.divide(mean, np.add(one, 1e-8, out=one), out=other)
        flat -= np.multiply(other, 0.01 * decay / (1 - 0.85**made), out=other)
        return loss

    return lambda chosen, decays: [step(numbers, decay) for numbers, decay in zip(chosen, decays)]
