"""Instructions run by compiled loops (numba): the whole of training without leaving machine code.

One interpreter serves every model: it is compiled once, and kept on disk; a new shape is only a new table.
"""

import numpy as np
from numba import njit

from .rollup import GROWS
from .slots import OPS

# Sums may be made in another order (for vector units) and multiplied and added in one go: the last digits may differ.
compiled = njit(cache=True, error_model="numpy", fastmath={"reassoc", "contract"})

# Addresses are unsigned: for signed ones numba would check at every access whether they count from the end. Every number
# in their arithmetic must be unsigned too, hence the names.
PICK, ADD, MUL, POW, EXP, LOG, RELU, DOT, TOTAL, LOGSUMEXP, PRODUCT = map(np.uint64, range(len(OPS) + 1))
ZERO, ONE, TWO, THREE, FOUR = map(np.uint64, range(5))


def table(recording):
    """The instructions as rows: op, start, stop, slot, three sides (0 for one that grows), then five per stream."""
    rows = []
    for one in recording.instructions:
        row = [
            int(PRODUCT) if is_product(one) else OPS.index(one.op),
            one.start,
            one.stop,
            one.slot,
            *(0 if side == GROWS else side for side in one.sides),
        ]
        for stream in (one.out, one.a, one.b):
            row += [stream.base, *stream.strides] if stream else [0] * 5
        rows.append(row)
    return np.array(rows).astype(np.uint64)


def is_product(one):
    """Whether out[p, f] = w[f, :] . x[p, :] with the numbers of each row side by side: a matrix times every vector."""
    if one.op != "dot" or one.sides[0] != 1 or GROWS in one.sides:
        return False
    (w_p, _, _, w_i), (_, _, x_f, x_i) = one.a.strides, one.b.strides
    return w_p == x_f == 0 and w_i == x_i == one.out.strides[2] == 1


@compiled
def product(data, rows, n, out, w, w_row, x):
    """data[out + f] = row f of the matrix . x, four rows at a time, so that each number of x is read once for them."""
    f = ZERO
    while f + FOUR <= rows:
        w0 = w + f * w_row
        w1, w2, w3 = w0 + w_row, w0 + TWO * w_row, w0 + THREE * w_row
        t0, t1, t2, t3 = 0.0, 0.0, 0.0, 0.0
        for i in range(n):
            t0 += data[w0 + i] * data[x + i]
            t1 += data[w1 + i] * data[x + i]
            t2 += data[w2 + i] * data[x + i]
            t3 += data[w3 + i] * data[x + i]
        data[out + f], data[out + f + ONE], data[out + f + TWO], data[out + f + THREE] = t0, t1, t2, t3
        f += FOUR
    for rest in range(f, rows):
        total = 0.0
        for i in range(n):
            total += data[w + rest * w_row + i] * data[x + i]
        data[out + rest] = total


@compiled
def spread(factor, factor_step, values, value_step, target, count, n, source, sink):
    """sink[target + i] += the sum over k of sink[factor + k * factor_step] * source[values + k * value_step + i]."""
    k = ZERO
    while k + FOUR <= count:
        v0, at = values + k * value_step, factor + k * factor_step
        v1, v2, v3 = v0 + value_step, v0 + TWO * value_step, v0 + THREE * value_step
        g0, g1 = sink[at], sink[at + factor_step]
        g2, g3 = sink[at + TWO * factor_step], sink[at + THREE * factor_step]
        for i in range(n):
            sink[target + i] += g0 * source[v0 + i] + g1 * source[v1 + i] + g2 * source[v2 + i] + g3 * source[v3 + i]
        k += FOUR
    for rest in range(k, count):
        g0 = sink[factor + rest * factor_step]
        for i in range(n):
            sink[target + i] += g0 * source[values + rest * value_step + i]


@compiled
def forward(code, data, tokens, first, last):
    """Compute all numbers of the positions from `first` up to, not including, `last`."""
    for k in range(len(code)):
        op, slot = code[k, 0], code[k, 3]
        side_e, side_f, side_i = code[k, 4], code[k, 5], code[k, 6]
        out_e, out_f = code[k, 9], code[k, 10]
        a_e, a_f, a_i = code[k, 14], code[k, 15], code[k, 16]
        b_e, b_f, b_i = code[k, 19], code[k, 20], code[k, 21]
        start, stop = max(first, code[k, 1]), min(last, code[k, 2])
        if op == PRODUCT:
            for p in range(start, stop):
                out, x = code[k, 7] + p * code[k, 8], code[k, 17] + p * code[k, 18]
                product(data, side_f, side_i, out, code[k, 12], a_f, x)
            continue
        for p in range(start, stop):
            count_e = side_e if side_e > ZERO else p + ONE
            count_f = side_f if side_f > ZERO else p + ONE
            count_i = side_i if side_i > ZERO else p + ONE
            for e in range(count_e):
                out = code[k, 7] + p * code[k, 8] + e * out_e
                a = code[k, 12] + p * code[k, 13] + e * a_e
                b = code[k, 17] + p * code[k, 18] + e * b_e
                for _ in range(count_f):
                    if op == DOT:
                        total = 0.0
                        if a_i == 1 and b_i == 1:
                            for i in range(count_i):
                                total += data[a + i] * data[b + i]
                        else:
                            for i in range(count_i):
                                total += data[a + i * a_i] * data[b + i * b_i]
                        data[out] = total
                    elif op == MUL:
                        data[out] = data[a] * data[b]
                    elif op == ADD:
                        data[out] = data[a] + data[b]
                    elif op == RELU:
                        data[out] = data[a] if data[a] > 0 else 0.0
                    elif op == EXP:
                        data[out] = np.exp(data[a])
                    elif op == LOG:
                        data[out] = np.log(data[a])
                    elif op == POW:
                        data[out] = data[a] ** data[b]
                    elif op == PICK:
                        data[out] = data[a + tokens[p + slot] * a_i]
                    elif op == TOTAL:
                        total = 0.0
                        for i in range(count_i):
                            total += data[a + i * a_i]
                        data[out] = total
                    else:
                        top = data[a]
                        for i in range(ONE, count_i):
                            top = max(top, data[a + i * a_i])
                        total = 0.0
                        for i in range(count_i):
                            total += np.exp(data[a + i * a_i] - top)
                        data[out] = top + np.log(total)
                    out += out_f
                    a += a_f
                    b += b_f


@compiled
def backward(code, data, grad, tokens, last):
    """Pass the gradients of the positions before `last` on, from the last instruction to the first."""
    for k in range(len(code) - 1, -1, -1):
        op, slot = code[k, 0], code[k, 3]
        side_e, side_f, side_i = code[k, 4], code[k, 5], code[k, 6]
        out_e, out_f = code[k, 9], code[k, 10]
        a_e, a_f, a_i = code[k, 14], code[k, 15], code[k, 16]
        b_e, b_f, b_i = code[k, 19], code[k, 20], code[k, 21]
        start = code[k, 1]
        stop = max(start, min(last, code[k, 2]))  # numbers without a sign: no difference may fall below 0
        if op == PRODUCT:
            out, out_p, w, x, x_p = code[k, 7], code[k, 8], code[k, 12], code[k, 17], code[k, 18]
            for p in range(start, stop):  # to every vector, from all rows
                spread(out + p * out_p, ONE, w, a_f, x + p * x_p, side_f, side_i, data, grad)
            out, x = out + start * out_p, x + start * x_p
            for f in range(side_f):  # to every row, from all vectors
                spread(out + f, out_p, x, x_p, w + f * a_f, stop - start, side_i, data, grad)
            continue
        for p in range(start, stop):
            count_e = side_e if side_e > ZERO else p + ONE
            count_f = side_f if side_f > ZERO else p + ONE
            count_i = side_i if side_i > ZERO else p + ONE
            for e in range(count_e):
                out = code[k, 7] + p * code[k, 8] + e * out_e - out_f
                a = code[k, 12] + p * code[k, 13] + e * a_e - a_f
                b = code[k, 17] + p * code[k, 18] + e * b_e - b_f
                for _ in range(count_f):
                    out += out_f
                    a += a_f
                    b += b_f
                    g = grad[out]
                    if g == 0.0:
                        continue
                    if op == DOT:
                        if a_i == 1 and b_i == 1:
                            for i in range(count_i):
                                grad[a + i] += g * data[b + i]
                            for i in range(count_i):
                                grad[b + i] += g * data[a + i]
                        else:
                            for i in range(count_i):
                                grad[a + i * a_i] += g * data[b + i * b_i]
                                grad[b + i * b_i] += g * data[a + i * a_i]
                    elif op == MUL:
                        grad[a] += g * data[b]
                        grad[b] += g * data[a]
                    elif op == ADD:
                        grad[a] += g
                        grad[b] += g
                    elif op == RELU:
                        if data[out] > 0:
                            grad[a] += g
                    elif op == EXP:
                        grad[a] += g * data[out]
                    elif op == LOG:
                        grad[a] += g / data[a]
                    elif op == POW:
                        grad[a] += g * data[b] * data[a] ** (data[b] - 1)
                    elif op == PICK:
                        grad[a + tokens[p + slot] * a_i] += g
                    elif op == TOTAL:
                        for i in range(count_i):
                            grad[a + i * a_i] += g
                    else:
                        for i in range(count_i):
                            grad[a + i * a_i] += g * np.exp(data[a + i * a_i] - data[out])


@compiled
def gradients(code, data, grad, tokens, losses, weights):
    """Add the gradient of one document's weighted loss to grad; return that loss, in nats."""
    n = np.uint64(len(tokens) - 1)
    forward(code, data, tokens, ZERO, n)
    total = 0.0
    for p in range(n):
        total += weights[p] * data[losses[p]]
        grad[losses[p]] += weights[p]
    backward(code, data, grad, tokens, n)
    return total


@compiled
def sgd(data, grad, count, rate):
    for i in range(count):
        data[i] -= rate * grad[i]


@compiled
def adam(data, grad, mean, square, count, rate, correction, beta1, beta2, eps):
    for i in range(count):
        g = grad[i]
        m = beta1 * mean[i] + (1 - beta1) * g
        v = beta2 * square[i] + (1 - beta2) * g * g
        mean[i], square[i] = m, v
        data[i] -= rate * m / (np.sqrt(v * correction) + eps)


@compiled
def batch_gradients(code, data, grad, count, tokens, ends, losses, weights, first, last):
    """Put the gradient of a batch, documents `first` up to `last`, into grad; return its weighted loss, in nats."""
    total = 0.0
    grad[:] = 0.0
    for document in range(first, last):
        start = ends[document - 1] if document else 0
        own = slice(start, ends[document])
        total += gradients(code, data, grad, tokens[own], losses, weights[own])
        grad[count:] = 0.0
    return total


@compiled
def run(code, data, grad, tokens, ends, losses, weights, stops, memory, made, rates, betas, eps, printed):
    """A step per rate; documents are the stretches of `tokens` that end at `ends`, batches those that end at `stops`.

    weights: how much what follows each token counts. memory: Adam's two rows, or none for SGD.
    """
    count, first = memory.shape[1], 0
    for step in range(len(rates)):
        last = stops[step]
        printed[step] = batch_gradients(code, data, grad, count, tokens, ends, losses, weights, first, last)
        first = last
        if len(memory):
            beta1, beta2 = betas
            made += 1
            rate = rates[step] / (1 - beta1**made)
            adam(data, grad, memory[0], memory[1], count, rate, 1 / (1 - beta2**made), beta1, beta2, eps)
        else:
            sgd(data, grad, count, rates[step])


class Compiled:
    """Runs a Recording on arrays `data` and `grad` in machine code."""

    def __init__(self, recording, dtype="float64"):
        self.data, self.grad = np.zeros(recording.size, dtype), np.zeros(recording.size, dtype)
        for value, address in recording.constants.items():
            self.data[address] = value
        self.code = table(recording)
        self.count = len(recording.parameters)
        self.shared, self.results = recording.shared, recording.results
        self.losses = np.array([row[0] for row in recording.results], dtype=np.uint64)

    def clear(self):
        """Forget all but what is shared."""
        self.data[self.shared :] = 0.0
        self.grad[:] = 0.0

    def logits(self, tokens):
        """What follows a document's last token; what lies before it has been asked for already."""
        n, known = np.uint64(len(tokens)), np.array([*tokens, 0], dtype=np.uint64)  # what follows is not known
        forward(self.code, self.data, known, n - ONE, n)
        return self.data[self.results[len(tokens) - 1][1:]].tolist()

    def loss(self, batch):
        """The weighted mean loss of a Batches of one step, in nats."""
        result, start = 0.0, 0
        for end in batch.ends:
            n = np.uint64(end - start - 1)
            forward(self.code, self.data, batch.tokens[start:end].astype(np.uint64), ZERO, n)
            result += self.data[self.losses[:n]] @ batch.weights[start : end - 1]
            start = end
        return float(result)

    def gradients(self, batch):
        """The loss of a Batches of one step; its gradient is in grad."""
        documents = (batch.tokens.astype(np.uint64), batch.ends, self.losses, batch.weights)
        return batch_gradients(self.code, self.data, self.grad, self.count, *documents, 0, len(batch.ends))

    def steps(self, batches, rates, optimizer, memory):
        """A step of the optimizer per rate; the loss of each, in nats."""
        made, betas, eps = (optimizer.steps, optimizer.betas, optimizer.eps) if len(memory) else (0, (0.0, 0.0), 0.0)
        printed = np.zeros(len(rates))
        documents = (batches.tokens.astype(np.uint64), batches.ends, self.losses, batches.weights, batches.stops)
        run(self.code, self.data, self.grad, *documents, memory, made, rates, betas, eps, printed)
        if len(memory):
            optimizer.steps += len(rates)
        return printed.tolist()
