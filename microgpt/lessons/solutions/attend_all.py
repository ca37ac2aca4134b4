def my_attend_all(queries, keys, values):
    answers = []
    for i, query in enumerate(queries):
        answers.append(attend(query, keys[: i + 1], values[: i + 1]))
    return answers
