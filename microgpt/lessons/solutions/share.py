def my_share(counts, rank):
    part = counts[rank] / sum(counts)
    return part * len(counts)
