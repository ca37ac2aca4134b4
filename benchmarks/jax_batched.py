"""JAX, one compiled function for the whole step, float64, one thread: a batch of documents, padded to the block."""

import os

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", True)


def prepare(config, state, documents, adam):
    w = {name: jnp.array(rows) for name, rows in state.items()}
    zeros = {name: jnp.zeros_like(rows) for name, rows in w.items()}
    heads, size, block = config.n_head, config.n_embd // config.n_head, config.block_size
    past = jnp.tril(jnp.ones((block, block), dtype=bool))
    padded = np.array([np.pad(tokens, (0, block + 1 - len(tokens))) for tokens in documents])
    lengths = np.array([len(tokens) - 1 for tokens in documents])

    def rmsnorm(x):
        return x * ((x * x).mean(axis=1, keepdims=True) + 1e-5) ** -0.5

    def split(x):
        return x.reshape(block, heads, size).transpose(1, 0, 2)

    def loss_of(w, tokens, n):
        inputs, targets = tokens[:-1], tokens[1:]
        x = rmsnorm(w["wte"][inputs] + w["wpe"])
        for number in range(config.n_layer):
            layer = f"layer{number}"
            norm = rmsnorm(x)
            q, k, v = (split(norm @ w[f"{layer}.attn_w{name}"].T) for name in "qkv")
            scores = jnp.where(past, q @ k.transpose(0, 2, 1) / size**0.5, -jnp.inf)
            answer = (jax.nn.softmax(scores) @ v).transpose(1, 0, 2).reshape(block, -1)
            x = x + answer @ w[f"{layer}.attn_wo"].T
            x = x + jax.nn.relu(rmsnorm(x) @ w[f"{layer}.mlp_fc1"].T) @ w[f"{layer}.mlp_fc2"].T
        surprise = -jnp.take_along_axis(jax.nn.log_softmax(x @ w["lm_head"].T), targets[:, None], axis=1)[:, 0]
        return jnp.where(jnp.arange(block) < n, surprise, 0).sum() / n

    def mean_of(w, tokens, n):
        return jax.vmap(loss_of, (None, 0, 0))(w, tokens, n).mean()

    @jax.jit
    def step(w, m, v, made, tokens, n, decay):
        loss, g = jax.value_and_grad(mean_of)(w, tokens, n)
        m = {name: 0.85 * m[name] + 0.15 * g[name] for name in w}
        v = {name: 0.99 * v[name] + 0.01 * g[name] ** 2 for name in w}
        rate, correction = 0.01 * decay / (1 - 0.85**made), 1 / (1 - 0.99**made)
        w = {name: w[name] - rate * m[name] / (jnp.sqrt(v[name] * correction) + 1e-8) for name in w}
        return w, m, v, loss

    memory = [w, zeros, zeros, 0]

    def run(chosen, decays):
        losses = []
        for numbers, decay in zip(chosen, decays):
            memory[3] += 1
            *memory[:3], loss = step(*memory[:3], float(memory[3]), padded[numbers], lengths[numbers], decay)
            losses.append(float(loss))  # as in every other engine, the loss of a step is seen after the step
        return losses

    return run
