def my_attend(query, keys, values):
    return mix(softmax(scores(query, keys)), values)
