def my_query_key_value(x, wq, wk, wv):
    query = linear(x, wq)
    key = linear(x, wk)
    value = linear(x, wv)
    return query, key, value
