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
    """not with the largest number"""
    return counts[rank] / max(counts)


def wrong_without_mine(counts, rank):
    """not only those of all"""
    return len(counts) / sum(counts)


def wrong_processes(counts, rank):
    """takes no notice of the tokens"""
    return len(counts)
