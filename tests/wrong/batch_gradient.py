"""Wrong ways to the gradient of a batch; each docstring: words of what is said of it."""


def weighted(gradients, weights):
    return [[w * g for g in row] for row, w in zip(gradients, weights)]


def wrong_sum(gradients, weights):
    """a thousand times as far"""
    return [sum(column) for column in zip(*weighted(gradients, weights))]


def wrong_plain_mean(gradients, weights):
    """that is the plain mean"""
    return [sum(column) / len(gradients) for column in zip(*gradients)]


def wrong_plain_sum(gradients, weights):
    """that is the plain sum"""
    total = [0] * len(gradients[0])
    for row in gradients:
        total = [t + g for t, g in zip(total, row)]
    return total


def wrong_by_documents(gradients, weights):
    """not by how many documents there are"""
    return [sum(column) / len(gradients) for column in zip(*weighted(gradients, weights))]


def wrong_by_parameters(gradients, weights):
    """not by how many parameters there are"""
    return [sum(column) / len(gradients[0]) for column in zip(*weighted(gradients, weights))]


def wrong_rows(gradients, weights):
    """a number for every document"""
    return [sum(row) / len(row) for row in gradients]


def wrong_rows_weighted(gradients, weights):
    """a number for every document"""
    return [sum(row) / sum(weights) for row in weighted(gradients, weights)]


def wrong_one_number(gradients, weights):
    """one number for all parameters"""
    return sum(map(sum, weighted(gradients, weights))) / sum(weights)


def wrong_first(gradients, weights):
    """the first document alone"""
    for row, w in zip(gradients, weights):
        return [w * g / sum(weights) for g in row]


def wrong_last(gradients, weights):
    """the last document alone is left"""
    for row, w in zip(gradients, weights):
        mean = [w * g / sum(weights) for g in row]
    return mean


def wrong_twice(gradients, weights):
    """each weight is used twice"""
    return [sum(c) / sum(weights) for c in zip(*weighted(weighted(gradients, weights), weights))]


def wrong_divided(gradients, weights):
    """you divided by it"""
    return [sum(g / w for g, w in zip(column, weights)) / sum(weights) for column in zip(*gradients)]


def wrong_not_added(gradients, weights):
    """add them up, parameter by parameter"""
    return weighted(gradients, weights)


def wrong_other_end(gradients, weights):
    """from the other end"""
    return [sum(c) / sum(weights) for c in zip(*weighted(gradients, weights[::-1]))]
