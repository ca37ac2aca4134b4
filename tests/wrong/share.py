"""Wrong parts of a process; each docstring: words of what is said of it."""


def wrong_one(counts, rank):
    """counts more than one of the others"""
    return 1


def wrong_part(counts, rank):
    """once too often"""
    return counts[rank] / sum(counts)


def wrong_inverse(counts, rank):
    """the other way round"""
    return sum(counts) / len(counts) / counts[rank]


def wrong_sum(counts, rank):
    """still has to be divided"""
    return counts[rank]


def wrong_largest(counts, rank):
    """not with the largest or the smallest"""
    return counts[rank] / max(counts)


def wrong_without_mine(counts, rank):
    """not only those of all"""
    return len(counts) / sum(counts)


def wrong_processes(counts, rank):
    """takes no notice of the tokens"""
    return len(counts)


def wrong_divided_twice(counts, rank):
    """the two cancel"""
    return counts[rank] / sum(counts) / len(counts)


def wrong_by_processes(counts, rank):
    """the two cancel"""
    return counts[rank] / len(counts)


def wrong_plain_average(counts, rank):
    """what the average does by itself"""
    return 1 / len(counts)


def wrong_own_below(counts, rank):
    """instead of multiplying"""
    return 1 / counts[rank]


def wrong_processes_by_own(counts, rank):
    """instead of multiplying"""
    return len(counts) / counts[rank]


def wrong_one_by_all(counts, rank):
    """not only those of all"""
    return 1 / sum(counts)


def wrong_mean_count(counts, rank):
    """not only those of all"""
    return sum(counts) / len(counts)


def wrong_smallest(counts, rank):
    """the smallest number"""
    return counts[rank] / min(counts)


def wrong_largest_and_processes(counts, rank):
    """the largest or"""
    return counts[rank] * len(counts) / max(counts)


def wrong_first(counts, rank):
    """whoever asks"""
    return len(counts) * counts[0] / sum(counts)


def wrong_last(counts, rank):
    """whoever asks"""
    return counts[-1] / sum(counts) * len(counts)


def wrong_rank_from_1(counts, rank):
    """ranks begin at 0"""
    return len(counts) * counts[rank - 1] / sum(counts)


def wrong_next(counts, rank):
    """ranks begin at 0"""
    return counts[(rank + 1) % len(counts)] / sum(counts)


def wrong_beyond_the_last(counts, rank):
    """ranks begin at 0"""
    return len(counts) * counts[rank + 1] / sum(counts)


def wrong_others(counts, rank):
    """tokens of the others"""
    return (sum(counts) - counts[rank]) / sum(counts)


def wrong_others_and_processes(counts, rank):
    """tokens of the others"""
    return len(counts) * (sum(counts) - counts[rank]) / sum(counts)


def wrong_mine_by_others(counts, rank):
    """those of the others alone"""
    return counts[rank] / (sum(counts) - counts[rank])


def wrong_up_to_mine(counts, rank):
    """up to it"""
    return len(counts) * sum(counts[: rank + 1]) / sum(counts)


def wrong_rank_as_amount(counts, rank):
    """not how much"""
    return rank / len(counts)


def wrong_rank_and_1(counts, rank):
    """not how much"""
    return (rank + 1) / sum(counts)


def wrong_one_process_less(counts, rank):
    """not one more or less"""
    return (len(counts) - 1) * counts[rank] / sum(counts)


def wrong_times_all(counts, rank):
    """that is what divides"""
    return counts[rank] * sum(counts)


def wrong_always_two(counts, rank):
    """with two processes that is right"""
    return counts[rank] / sum(counts) * 2


def wrong_added(counts, rank):
    """nothing is to be added"""
    return 1 + counts[rank] / sum(counts)


def wrong_difference(counts, rank):
    """the quotient of the two"""
    return counts[rank] - sum(counts) / len(counts)


def wrong_above_eight_processes(counts, rank):
    """right only where"""
    return min(len(counts), 8) * counts[rank] / sum(counts)


def wrong_seven_times(counts, rank):
    """what came is `counts[rank]` times 7, in every case"""
    return 7 * counts[rank]


def wrong_tokens_of_the_notebook(counts, rank):
    """what came is `counts[rank]` divided by 55, in every case"""
    return counts[rank] / 55


def wrong_tokens_and_processes_of_the_notebook(counts, rank):
    """what came is `counts[rank]` times 2/55, in every case"""
    return 2 * counts[rank] / 55


def wrong_tokens_of_the_notebook_alone(counts, rank):
    """times the sum of `counts`, divided by 55"""
    return len(counts) * counts[rank] / 55
