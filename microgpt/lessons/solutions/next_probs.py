def my_next_probs(row):
    whole = sum(row)
    return [count / whole for count in row]
