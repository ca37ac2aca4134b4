"""PyTorch, eager, one thread, float64, fused Adam: all positions at once, as one would write it there."""

import torch
from torch.nn import functional


def prepare(config, state, documents, adam):
    torch.set_num_threads(1)
    w = {name: torch.tensor(rows, dtype=torch.float64, requires_grad=True) for name, rows in state.items()}
    optimizer = torch.optim.Adam(w.values(), lr=0.01, betas=(0.85, 0.99), eps=1e-8, fused=True)
    token_tensors = [torch.tensor(tokens) for tokens in documents]
    places = torch.arange(config.block_size)
    heads, size = config.n_head, config.n_embd // config.n_head
    future = torch.full((config.block_size, config.block_size), float("-inf"), dtype=torch.float64).triu(1)

    def rmsnorm(x):
        return functional.rms_norm(x, (config.n_embd,), eps=1e-5)

    def split(x):
        return x.view(len(x), heads, size).transpose(0, 1)

    def loss_of(tokens):
        inputs, targets = tokens[:-1], tokens[1:]
        n = len(inputs)
        x = rmsnorm(w["wte"][inputs] + w["wpe"][places[:n]])
        for number in range(config.n_layer):
            layer = f"layer{number}"
            norm = rmsnorm(x)
            q, k, v = (split(functional.linear(norm, w[f"{layer}.attn_w{name}"])) for name in "qkv")
            weights = torch.softmax(q @ k.transpose(1, 2) / size**0.5 + future[:n, :n], dim=-1)
            answer = (weights @ v).transpose(0, 1).reshape(n, config.n_embd)
            x = x + functional.linear(answer, w[f"{layer}.attn_wo"])
            hidden = torch.relu(functional.linear(rmsnorm(x), w[f"{layer}.mlp_fc1"]))
            x = x + functional.linear(hidden, w[f"{layer}.mlp_fc2"])
        return functional.cross_entropy(functional.linear(x, w["lm_head"]), targets)

    def step(tokens, decay):
        for group in optimizer.param_groups:
            group["lr"] = 0.01 * decay
        optimizer.zero_grad()
        loss = loss_of(tokens)
        loss.backward()
        optimizer.step()
        return loss.item()

    return lambda chosen, decays: [step(token_tensors[i], decay) for i, decay in zip(chosen, decays)]
