"""The same GPT on PyTorch's tensors: all positions of a whole batch at once, with the same names and the same numbers."""

import torch
import torch.nn.functional as F
from torch import nn

from microgpt.train import each_document, weights_of


def parameter(rows):
    return nn.Parameter(torch.as_tensor(rows, dtype=torch.get_default_dtype()))


def rmsnorm(x):
    return F.rms_norm(x, x.shape[-1:], eps=1e-5)


class Block(nn.Module):
    """One layer: what attention and MLP find is added to the residual stream x (batch, positions, n_embd)."""

    def __init__(self, matrices, n_head, dropout):
        super().__init__()
        self.n_head, self.drop = n_head, nn.Dropout(dropout)
        for name, rows in matrices.items():
            self.register_parameter(name, parameter(rows))

    def forward(self, x):
        y = rmsnorm(x)
        parts = [F.linear(y, w).unflatten(-1, (self.n_head, -1)) for w in (self.attn_wq, self.attn_wk, self.attn_wv)]
        query, key, value = (part.transpose(1, 2) for part in parts)  # batch, heads, positions, numbers of a head
        found = F.scaled_dot_product_attention(query, key, value, is_causal=True)  # nobody hears a later position
        x = x + self.drop(F.linear(found.transpose(1, 2).flatten(2), self.attn_wo))
        return x + self.drop(F.linear(F.relu(F.linear(rmsnorm(x), self.mlp_fc1)), self.mlp_fc2))


class GPT(nn.Module):
    """state: name -> matrix, as in a checkpoint; `state_dict()` has the same names. In PyTorch's default dtype."""

    def __init__(self, state, config, dropout=0.0):
        super().__init__()
        self.layers = [f"layer{number}" for number in range(config.n_layer)]
        self.wte, self.wpe, self.lm_head = (parameter(state[name]) for name in ("wte", "wpe", "lm_head"))
        for layer in self.layers:
            matrices = {name.split(".")[1]: rows for name, rows in state.items() if name.startswith(f"{layer}.")}
            self.add_module(layer, Block(matrices, config.n_head, dropout))

    def forward(self, tokens):
        """Logits (batch, positions, vocab_size) of what follows each of these tokens (batch, positions)."""
        x = rmsnorm(self.wte[tokens] + self.wpe[: tokens.shape[1]])
        for layer in self.layers:
            x = getattr(self, layer)(x)
        return F.linear(x, self.lm_head)


def padded(batch, weigh=each_document):
    """(tokens, targets, weights) of documents, each row filled up to the longest by places that count nothing."""
    rows = [(tokens[:-1], tokens[1:], weights_of(weigh, tokens)) for tokens in batch]
    longest = max(len(tokens) for tokens, _, _ in rows)
    tokens, targets, weights = ([[*row, *[0] * (longest - len(row))] for row in part] for part in zip(*rows))
    return torch.tensor(tokens), torch.tensor(targets), torch.tensor(weights, dtype=torch.get_default_dtype())
