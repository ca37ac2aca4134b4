def my_ask_nothing(query, keys, values):
    return [mean(column) for column in zip(*values)]
