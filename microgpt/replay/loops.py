"""What each instruction does, as loops that numba compiles: for one row, and back; then for all rows of a batch.

One interpreter serves every model: it is compiled once, and kept on disk; a new shape is only a new table. Documents lie in
rows, one for every token that is read, document after document: what the recording has at `block + position * width + w`
is here, for row r, at `block' + r * width + w`. Numbers of one document are found from the row of its first token on.
"""

import numpy as np

from .slots import OPS
from .tiles import ONE, ZERO, compiled, exp, low, product

# Addresses are unsigned: for signed ones numba would check at every access whether they count from the end. Every number
# in their arithmetic must be unsigned too, hence the names.
PICK, ADD, MUL, POW, EXP, LOG, RELU, DOT, TOTAL, LOGSUMEXP, PRODUCT = map(np.uint64, range(len(OPS) + 1))


# ---- one row: what an operation makes of n numbers, and what it passes back ----


@compiled
def dots(data, one, out, a, b, n, count):
    out_f, a_f, a_i, b_f, b_i = one.out_f, one.a_f, one.a_i, one.b_f, one.b_i
    if a_f == 0 and out_f == 1 and b_f == 1:
        low(n, data, out, ZERO, data, a, ZERO, a_i, data, b, b_i, count, False)
        return
    for f in range(n):
        total, x, y = 0.0, a + f * a_f, b + f * b_f
        if a_i == 1 and b_i == 1:
            for i in range(count):
                total += data[x + i] * data[y + i]
        else:
            for i in range(count):
                total += data[x + i * a_i] * data[y + i * b_i]
        data[out + f * out_f] = total


@compiled
def dots_back(data, grad, one, out, a, b, n, count):
    out_f, a_f, a_i, b_f, b_i = one.out_f, one.a_f, one.a_i, one.b_f, one.b_i
    if a_f == 0 and out_f == 1 and b_f == 1:
        for i in range(count):
            total, x, y = 0.0, data[a + i * a_i], b + i * b_i
            for f in range(n):
                total += grad[out + f] * data[y + f]
            for f in range(n):
                grad[y + f] += grad[out + f] * x
            grad[a + i * a_i] += total
        return
    for f in range(n):
        g, x, y = grad[out + f * out_f], a + f * a_f, b + f * b_f
        if a_i == 1 and b_i == 1:
            for i in range(count):
                grad[x + i] += g * data[y + i]
            for i in range(count):
                grad[y + i] += g * data[x + i]
        else:
            for i in range(count):
                grad[x + i * a_i] += g * data[y + i * b_i]
                grad[y + i * b_i] += g * data[x + i * a_i]


@compiled
def products(data, one, out, a, b, n):
    out_f, a_f, b_f = one.out_f, one.a_f, one.b_f
    if out_f == 1 and a_f == 1 and b_f == 0:
        x = data[b]
        for f in range(n):
            data[out + f] = data[a + f] * x
    else:
        for f in range(n):
            data[out + f * out_f] = data[a + f * a_f] * data[b + f * b_f]


@compiled
def products_back(data, grad, one, out, a, b, n):
    out_f, a_f, b_f = one.out_f, one.a_f, one.b_f
    if out_f == 1 and a_f == 1 and b_f == 0:
        total, x = 0.0, data[b]
        for f in range(n):
            total += grad[out + f] * data[a + f]
            grad[a + f] += grad[out + f] * x
        grad[b] += total
    else:
        for f in range(n):
            g = grad[out + f * out_f]
            grad[a + f * a_f] += g * data[b + f * b_f]
            grad[b + f * b_f] += g * data[a + f * a_f]


@compiled
def sums(data, one, out, a, b, n):
    out_f, a_f, b_f = one.out_f, one.a_f, one.b_f
    if out_f == 1 and a_f == 1 and b_f == 1:
        for f in range(n):
            data[out + f] = data[a + f] + data[b + f]
    elif out_f == 1 and a_f == 1 and b_f == 0:
        x = data[b]
        for f in range(n):
            data[out + f] = data[a + f] + x
    else:
        for f in range(n):
            data[out + f * out_f] = data[a + f * a_f] + data[b + f * b_f]


@compiled
def sums_back(grad, one, out, a, b, n):
    out_f, a_f, b_f = one.out_f, one.a_f, one.b_f
    if out_f == 1 and a_f == 1 and b_f == 1:
        for f in range(n):
            grad[a + f] += grad[out + f]
        for f in range(n):
            grad[b + f] += grad[out + f]
    else:
        for f in range(n):
            grad[a + f * a_f] += grad[out + f * out_f]
            grad[b + f * b_f] += grad[out + f * out_f]


@compiled
def powers(data, one, out, a, b, n):
    out_f, a_f, b_f = one.out_f, one.a_f, one.b_f
    for f in range(n):
        x, y = data[a + f * a_f], data[b + f * b_f]
        data[out + f * out_f] = 1 / np.sqrt(x) if y == -0.5 else x**y


@compiled
def powers_back(data, grad, one, out, a, b, n):
    out_f, a_f, b_f = one.out_f, one.a_f, one.b_f
    for f in range(n):
        x, y = data[a + f * a_f], data[b + f * b_f]
        slope = data[out + f * out_f] ** 3 if y == -0.5 else x ** (y - 1)
        grad[a + f * a_f] += grad[out + f * out_f] * y * slope


@compiled
def totals(data, one, out, a, n, count):
    for f in range(n):
        total = 0.0
        for i in range(count):
            total += data[a + f * one.a_f + i * one.a_i]
        data[out + f * one.out_f] = total


@compiled
def totals_back(grad, one, out, a, n, count):
    for f in range(n):
        for i in range(count):
            grad[a + f * one.a_f + i * one.a_i] += grad[out + f * one.out_f]


@compiled
def logsumexps(data, one, out, a, n, count):
    a_i = one.a_i
    for f in range(n):
        x, total = a + f * one.a_f, 0.0
        top = data[x]
        for i in range(ONE, count):
            top = max(top, data[x + i * a_i])
        if a_i == 1:
            for i in range(count):
                total += exp(data[x + i] - top)
        else:
            for i in range(count):
                total += exp(data[x + i * a_i] - top)
        data[out + f * one.out_f] = top + np.log(total)


@compiled
def logsumexps_back(data, grad, one, out, a, n, count):
    a_i = one.a_i
    for f in range(n):
        x, g, y = a + f * one.a_f, grad[out + f * one.out_f], data[out + f * one.out_f]
        if a_i == 1:
            for i in range(count):
                grad[x + i] += g * exp(data[x + i] - y)
        else:
            for i in range(count):
                grad[x + i * a_i] += g * exp(data[x + i * a_i] - y)


# ---- all instructions, in rows ----


@compiled
def turn(code, data, turned):
    """Matrices with the numbers of each column side by side: what `product` reads."""
    for one in code:
        if one.op == PRODUCT:
            n, count, at = one.side_f, one.side_i, one.turned
            for i in range(count):
                for f in range(n):
                    turned[at + i * n + f] = data[one.a_at + f * one.a_f + i]


@compiled
def lengths(one, p, many):
    """Those of the sides e, f and i at position p; f's is that of `many` rows in one go."""
    grown = p + ONE
    return (
        one.side_e if one.side_e > 0 else grown,
        one.side_f * many if one.side_f > 0 else grown,
        one.side_i if one.side_i > 0 else grown,
    )


@compiled
def addresses(one, p, first, e):
    """Where the streams out, a and b are at position p of a document that begins in the row `first`."""
    return (
        one.out_at + first * one.out_width + p * one.out_p + e * one.out_e,
        one.a_at + first * one.a_width + p * one.a_p + e * one.a_e,
        one.b_at + first * one.b_width + p * one.b_p + e * one.b_e,
    )


@compiled
def forward(code, data, turned, tokens, places, begin, end):
    """Compute all numbers of the rows from `begin` up to, not including, `end`; places: of each its position, the first
    row of its document, its token.
    """
    for one in code:
        op, out_f, a_f = one.op, one.out_f, one.a_f
        if op == PRODUCT:
            out, x, n = one.out_at + begin * one.out_width, one.b_at + begin * one.b_width, one.side_f
            count, at = one.side_i, one.turned
            product(end - begin, n, data, out, one.out_width, data, x, one.b_width, ONE, turned, at, n, count, False)
            continue
        many = end - begin if one.flat else ONE
        for r in range(begin, end, many):
            p, first = places[0, r], places[1, r]
            if p < one.start or p >= one.stop:
                continue
            many_e, n, count = lengths(one, p, many)
            for e in range(many_e):
                out, a, b = addresses(one, p, first, e)
                if op == DOT:
                    dots(data, one, out, a, b, n, count)
                elif op == MUL:
                    products(data, one, out, a, b, n)
                elif op == ADD:
                    sums(data, one, out, a, b, n)
                elif op == POW:
                    powers(data, one, out, a, b, n)
                elif op == TOTAL:
                    totals(data, one, out, a, n, count)
                elif op == LOGSUMEXP:
                    logsumexps(data, one, out, a, n, count)
                elif op == RELU:
                    for f in range(n):
                        data[out + f * out_f] = max(data[a + f * a_f], 0.0)
                elif op == EXP:
                    for f in range(n):
                        data[out + f * out_f] = exp(data[a + f * a_f])
                elif op == LOG:
                    for f in range(n):
                        data[out + f * out_f] = np.log(data[a + f * a_f])
                else:
                    a += tokens[places[2, r] + one.slot] * one.a_i
                    for f in range(n):
                        data[out + f * out_f] = data[a + f * a_f]


@compiled
def backward(code, data, grad, tokens, places, end):
    """Pass the gradients of the rows before `end` on, from the last instruction to the first; each is 0 again then."""
    for k in range(len(code) - 1, -1, -1):
        one = code[k]
        op, out_f, a_f = one.op, one.out_f, one.a_f
        if op == PRODUCT:
            out, width, w, x, x_width = one.out_at, one.out_width, one.a_at, one.b_at, one.b_width
            n, count = one.side_f, one.side_i
            product(end, count, grad, x, x_width, grad, out, width, ONE, data, w, a_f, n, True)
            product(n, count, grad, w, a_f, grad, out, ONE, width, data, x, x_width, end, True)
            for r in range(end):
                for f in range(n):
                    grad[out + r * width + f] = 0.0
            continue
        many = end if one.flat else ONE
        for r in range(ZERO, end, many):
            p, first = places[0, r], places[1, r]
            if p < one.start or p >= one.stop:
                continue
            many_e, n, count = lengths(one, p, many)
            for e in range(many_e):
                out, a, b = addresses(one, p, first, e)
                if op == DOT:
                    dots_back(data, grad, one, out, a, b, n, count)
                elif op == MUL:
                    products_back(data, grad, one, out, a, b, n)
                elif op == ADD:
                    sums_back(grad, one, out, a, b, n)
                elif op == POW:
                    powers_back(data, grad, one, out, a, b, n)
                elif op == TOTAL:
                    totals_back(grad, one, out, a, n, count)
                elif op == LOGSUMEXP:
                    logsumexps_back(data, grad, one, out, a, n, count)
                elif op == RELU:
                    for f in range(n):
                        grad[a + f * a_f] += grad[out + f * out_f] if data[out + f * out_f] > 0 else 0.0
                elif op == EXP:
                    for f in range(n):
                        grad[a + f * a_f] += grad[out + f * out_f] * data[out + f * out_f]
                elif op == LOG:
                    for f in range(n):
                        grad[a + f * a_f] += grad[out + f * out_f] / data[a + f * a_f]
                else:
                    a += tokens[places[2, r] + one.slot] * one.a_i
                    for f in range(n):
                        grad[a + f * a_f] += grad[out + f * out_f]
                for f in range(n):
                    grad[out + f * out_f] = 0.0
