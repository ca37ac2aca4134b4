"""PyTorch, eager, float64, one thread, with the fused Adam: a batch of documents at once, padded to the longest."""

import torch
from torch.nn import functional


def prepare(config, state, documents, adam):
    torch.set_num_threads(1)
    w = {name: torch.tensor(rows, dtype=torch.float64, requires_grad=True) for name, rows in state.items()}
    optimizer = torch.optim.Adam(w.values(), lr=0.01, betas=(0.85, 0.99), eps=1e-8, fused=True)
    heads, size, width = config.n_head, config.n_embd // config.n_head, config.n_embd
    future = torch.full((config.block_size, config.block_size), float("-inf"), dtype=torch.float64).triu(1)

    def rmsnorm(x):
        return functional.rms_norm(x, (width,), eps=1e-5)

    def loss_of(tokens, weights):
        batch, n = weights.shape

        def split(x):
            return x.view(batch, n, heads, size).transpose(1, 2)

        x = rmsnorm(functional.embedding(tokens[:, :-1], w["wte"]) + w["wpe"][:n])
        for number in range(config.n_layer):
            layer = f"layer{number}"
            norm = rmsnorm(x)
            q, k, v = (split(functional.linear(norm, w[f"{layer}.attn_w{name}"])) for name in "qkv")
            probs = torch.softmax(q @ k.transpose(2, 3) / size**0.5 + future[:n, :n], dim=-1)
            answer = (probs @ v).transpose(1, 2).reshape(batch, n, width)
            x = x + functional.linear(answer, w[f"{layer}.attn_wo"])
            hidden = torch.relu(functional.linear(rmsnorm(x), w[f"{layer}.mlp_fc1"]))
            x = x + functional.linear(hidden, w[f"{layer}.mlp_fc2"])
        logits = functional.linear(x, w["lm_head"]).reshape(batch * n, -1)
        surprises = functional.cross_entropy(logits, tokens[:, 1:].reshape(-1), reduction="none")
        return (surprises * weights.reshape(-1)).sum()

    def step(numbers, decay):
        for group in optimizer.param_groups:
            group["lr"] = 0.01 * decay
        chosen = [documents[i] for i in numbers]
        longest = max(map(len, chosen))
        tokens = torch.tensor([document + [0] * (longest - len(document)) for document in chosen])
        lengths = torch.tensor([[len(document) - 1] for document in chosen])
        weights = (torch.arange(longest - 1) < lengths).to(torch.float64) / (lengths * len(chosen))
        optimizer.zero_grad()
        loss = loss_of(tokens, weights)
        loss.backward()
        optimizer.step()
        return loss.item()

    return lambda chosen, decays: [step(numbers, decay) for numbers, decay in zip(chosen, decays)]
