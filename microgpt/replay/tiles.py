"""One kernel for every product of matrices: a tile of the result stays in the processor's registers while it is summed up.

What numba makes of plain loops reads and writes each number of the result once for every number that is added to it. The
kernel is written for vectors of eight numbers; on a processor with shorter ones LLVM takes several for each.
"""

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

FLAGS = "contract", "reassoc", "nsz"  # multiply and add in one go, in an order that suits vectors

# Sums may be made in another order (for vector units) and multiplied and added in one go: the last digits may differ.
compiled = njit(cache=True, error_model="numpy", fastmath={"reassoc", "contract", "nsz", "arcp"})


def tile(rows, vectors, lanes):
    """A function: c[m, n] += the sum over k of a[m, k] * b[k, n], for `rows` of m and `vectors` times `lanes` of n.

    (c, where it begins, from row to row; a, the same, from k to k; b, where it begins, from k to k; how many k; whether to
    add to what is there, or to begin with 0). The numbers of a row lie side by side in b and c.
    """
    cells = [(m, v) for m in range(rows) for v in range(vectors)]

    @intrinsic
    def kernel(typing, c, c_at, c_row, a, a_at, a_row, a_k, b, b_at, b_k, count, add):
        def code(context, builder, signature, arguments):
            c, c_at, c_row, a, a_at, a_row, a_k, b, b_at, b_k, count, add = arguments
            kinds = signature.args[0], signature.args[3], signature.args[7]
            starts = [context.make_array(kind)(context, builder, one).data for kind, one in zip(kinds, (c, a, b))]
            number = starts[0].type.pointee
            vector = ir.VectorType(number, lanes)
            size = kinds[0].dtype.bitwidth // 8

            def place(array, at, step=0, times=None, kind=vector):
                """The address of the number at + step * times of an array."""
                at = at if times is None else builder.add(at, builder.mul(step, times))
                return builder.bitcast(builder.gep(starts[array], [at]), kind.as_pointer())

            def many(n):
                return ir.Constant(ir.IntType(64), n)

            def same(x):
                """A vector of this number alone."""
                one = builder.insert_element(ir.Constant(vector, ir.Undefined), x, ir.Constant(ir.IntType(32), 0))
                zeros = ir.Constant(ir.VectorType(ir.IntType(32), lanes), [0] * lanes)
                return builder.shuffle_vector(one, ir.Constant(vector, ir.Undefined), zeros)

            zero = ir.Constant(vector, [0.0] * lanes)
            sums = {cell: cgutils.alloca_once_value(builder, zero) for cell in cells}
            target = {(m, v): place(0, builder.add(c_at, many(v * lanes)), c_row, many(m)) for m, v in cells}
            with builder.if_then(add):
                for cell in cells:
                    builder.store(builder.load(target[cell], align=size), sums[cell])
            with cgutils.for_range(builder, count) as loop:
                k = loop.index
                row = [
                    builder.load(place(2, builder.add(b_at, many(v * lanes)), b_k, k), align=size)
                    for v in range(vectors)
                ]
                for m in range(rows):
                    x = same(builder.load(place(1, builder.add(a_at, builder.mul(a_row, many(m))), a_k, k, number)))
                    for v in range(vectors):
                        added = builder.fmul(x, row[v], flags=FLAGS)
                        builder.store(builder.fadd(builder.load(sums[m, v]), added, flags=FLAGS), sums[m, v])
            for cell in cells:
                builder.store(builder.load(sums[cell]), target[cell], align=size)
            return context.get_dummy_value()

        n = types.uint64
        return types.void(c, n, n, a, n, n, n, b, n, n, n, types.boolean), code

    return kernel


ZERO, ONE, FOUR, EIGHT, SIXTEEN, HIGH = map(np.uint64, (0, 1, 4, 8, 16, 4))


def strip(rows):
    """A function like those of `tile`, for n columns, however many."""
    sixteen, eight, four, one = tile(rows, 2, 8), tile(rows, 1, 8), tile(rows, 1, 4), tile(rows, 1, 1)

    @compiled
    def columns(n, c, c_at, c_row, a, a_at, a_row, a_k, b, b_at, b_k, count, add):
        at = ZERO
        while at + SIXTEEN <= n:
            sixteen(c, c_at + at, c_row, a, a_at, a_row, a_k, b, b_at + at, b_k, count, add)
            at += SIXTEEN
        while at + EIGHT <= n:
            eight(c, c_at + at, c_row, a, a_at, a_row, a_k, b, b_at + at, b_k, count, add)
            at += EIGHT
        while at + FOUR <= n:
            four(c, c_at + at, c_row, a, a_at, a_row, a_k, b, b_at + at, b_k, count, add)
            at += FOUR
        while at < n:
            one(c, c_at + at, c_row, a, a_at, a_row, a_k, b, b_at + at, b_k, count, add)
            at += ONE

    return columns


high, low = strip(int(HIGH)), strip(1)


@compiled
def product(rows, n, c, c_at, c_row, a, a_at, a_row, a_k, b, b_at, b_k, count, add):
    """c[m, n] (+)= the sum over k of a[m, k] * b[k, n], for so many rows and columns n; see `tile`."""
    m = ZERO
    while m + HIGH <= rows:
        high(n, c, c_at + m * c_row, c_row, a, a_at + m * a_row, a_row, a_k, b, b_at, b_k, count, add)
        m += HIGH
    while m < rows:
        low(n, c, c_at + m * c_row, c_row, a, a_at + m * a_row, a_row, a_k, b, b_at, b_k, count, add)
        m += ONE


@intrinsic
def borrowed(typing, array):
    """The same array, for the time of a call: who holds it is not counted, as numba does at every call of a function."""

    def code(context, builder, signature, arguments):
        found = context.make_array(array)(context, builder, arguments[0])
        found.meminfo = cgutils.get_null_value(found.meminfo.type)
        return found._getvalue()

    return array(array), code


@intrinsic
def float_of(typing, bits):
    """The float64 that these 64 bits are."""
    return types.float64(types.int64), lambda _, builder, __, given: builder.bitcast(given[0], ir.DoubleType())


@intrinsic
def bits_of(typing, x):
    return types.int64(types.float64), lambda _, builder, __, given: builder.bitcast(given[0], ir.IntType(64))


LOG2, HIGH_LN2, LOW_LN2 = 1.4426950408889634, 0.693145751953125, 1.42860682030941723212e-6
BIAS = 1023.0 + 2.0**52  # of the exponent; beside 2**52, the last bits are those of a whole number


@njit(cache=True, error_model="numpy", fastmath={"contract"})  # in just this order: the rest of r must not be lost
def exp(x):
    """exp to the last digit or two: 2**k * exp(r), both of simple operations, so that a loop of them becomes vectors."""
    x = -708.0 if x < -708.0 else min(x, 710.0)  # the first is nearly 0, the second inf
    k = np.floor(x * LOG2 + 0.5)
    r = x - k * HIGH_LN2 - k * LOW_LN2
    s = 1 / 479001600 * r + 1 / 39916800  # 1 over 12! and 11!: the series of exp, from its end
    for divisor in (3628800, 362880, 40320, 5040, 720, 120, 24, 6, 2, 1, 1):
        s = s * r + 1 / divisor
    return s * float_of(bits_of(k + BIAS) << 52)
