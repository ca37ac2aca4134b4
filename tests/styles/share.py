"""The part of a process, as others would write it."""

from fractions import Fraction
from statistics import mean

import numpy as np


def style_by_the_mean(counts, rank):
    return counts[rank] / mean(counts)


def style_one_line(counts, rank):
    return len(counts) * counts[rank] / sum(counts)


def style_array(counts, rank):
    return (np.array(counts) / np.mean(counts))[rank]


def style_loop(counts, rank):
    whole = 0
    for count in counts:
        whole += count
    return counts[rank] / whole * len(counts)


def style_fraction(counts, rank):
    return Fraction(counts[rank] * len(counts), sum(counts))


def style_per_process(counts, rank):
    per_process = sum(counts) / len(counts)
    return counts[rank] / per_process


def style_unpacked(counts, rank):
    mine, *_ = counts[rank:]
    return mine * len(counts) / sum(counts)


def style_list(counts, rank):
    return [len(counts) * count / sum(counts) for count in counts][rank]


def style_times_the_inverse(counts, rank):
    return counts[rank] * (1 / sum(counts)) / (1 / len(counts))


def style_sum_of_the_others(counts, rank):
    others = sum(counts[:rank]) + sum(counts[rank + 1 :])
    return len(counts) * counts[rank] / (others + counts[rank])


def style_enumerated(counts, rank):
    return next(len(counts) * count / sum(counts) for number, count in enumerate(counts) if number == rank)
