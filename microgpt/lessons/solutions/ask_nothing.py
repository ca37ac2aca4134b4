def my_ask_nothing(query, keys, values):
    return [sum(column) / len(values) for column in zip(*values)]
