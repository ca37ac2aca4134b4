"""Wrong ways from a vector to its query, key and value; each docstring: words of what is said of it."""

from microgpt.nn import dot, linear, rmsnorm, softmax


def wrong_columns(x, wq, wk, wv):
    """down the columns"""
    return tuple([sum(w[j][i] * x[j] for j in range(len(x))) for i in range(len(x))] for w in (wq, wk, wv))


def wrong_columns_by_zip(x, wq, wk, wv):
    """down the columns"""
    return [dot(c, x) for c in zip(*wq)], [dot(c, x) for c in zip(*wk)], [dot(c, x) for c in zip(*wv)]


def wrong_one_matrix(x, wq, wk, wv):
    """one matrix made all three"""
    query = linear(x, wq)
    return query, query, query


def wrong_no_wk(x, wq, wk, wv):
    """query and key have a matrix each"""
    return linear(x, wq), linear(x, wq), linear(x, wv)


def wrong_no_wv(x, wq, wk, wv):
    """key and value have a matrix each"""
    return linear(x, wq), linear(x, wk), linear(x, wk)


def wrong_order(x, wq, wk, wv):
    """in another order"""
    query, key, value = (linear(x, w) for w in (wq, wk, wv))
    return query, value, key


def wrong_chain(x, wq, wk, wv):
    """all three are made from x"""
    query = linear(x, wq)
    key = linear(query, wk)
    value = linear(key, wv)
    return query, key, value


def wrong_key_of_the_query(x, wq, wk, wv):
    """all three are made from x"""
    query = linear(x, wq)
    return query, linear(query, wk), linear(x, wv)


def wrong_x_is_the_value(x, wq, wk, wv):
    """x itself is no query, key or value"""
    return linear(x, wq), linear(x, wk), x


def wrong_one_product(x, wq, wk, wv):
    """one product"""
    return [[row[i] * x[i] for i, row in enumerate(w)] for w in (wq, wk, wv)]


def wrong_not_added(x, wq, wk, wv):
    """still to be added up"""
    return tuple([[a * b for a, b in zip(row, x)] for row in w] for w in (wq, wk, wv))


def wrong_one_list(x, wq, wk, wv):
    """one long list"""
    return linear(x, wq) + linear(x, wk) + linear(x, wv)


def wrong_scaled(x, wq, wk, wv):
    """the root comes with the scores"""
    return [q / len(x) ** 0.5 for q in linear(x, wq)], linear(x, wk), linear(x, wv)


def wrong_query_alone(x, wq, wk, wv):
    """Not yet"""
    return linear(x, wq)


def wrong_printed(x, wq, wk, wv):
    """printed"""
    print(linear(x, wq), linear(x, wk), linear(x, wv))


def wrong_columns_by_len_of_w(x, wq, wk, wv):
    """down the columns"""
    return [[sum(w[j][i] * x[j] for j in range(len(w))) for i in range(len(w[0]))] for w in (wq, wk, wv)]


def wrong_as_many_rows_as_x(x, wq, wk, wv):
    """a number comes out for every row"""
    return tuple([dot(w[i], x) for i in range(len(x))] for w in (wq, wk, wv))


def wrong_chain_by_hand(x, wq, wk, wv):
    """all three are made from x"""
    query = [sum(a * b for a, b in zip(row, x)) for row in wq]
    return query, [sum(a * b for a, b in zip(row, query)) for row in wk], [dot(row, x) for row in wv]


def wrong_residual(x, wq, wk, wv):
    """nothing is added to x here"""
    return tuple([a + b for a, b in zip(x, linear(x, w))] for w in (wq, wk, wv))


def wrong_sum_of_a_row(x, wq, wk, wv):
    """meets its own number of a row"""
    return tuple([sum(row) * xi for row, xi in zip(w, x)] for w in (wq, wk, wv))


def wrong_rmsnorm(x, wq, wk, wv):
    """x is taken as it is"""
    h = rmsnorm(x)
    return linear(h, wq), linear(h, wk), linear(h, wv)


def wrong_softmax(x, wq, wk, wv):
    """softmax belongs to the scores"""
    return softmax(linear(x, wq)), softmax(linear(x, wk)), linear(x, wv)


kept_before = {}


def wrong_kept_by_x(x, wq, wk, wv):
    """Not yet"""
    if kept_before.get("x") != x:
        kept_before["x"] = list(x)
        kept_before["three"] = linear(x, wq), linear(x, wk), linear(x, wv)
    return kept_before["three"]


def wrong_zeros_dropped(x, wq, wk, wv):
    """Not yet"""
    return tuple([z for z in linear(x, w) if z] for w in (wq, wk, wv))


def wrong_equal_rows_once(x, wq, wk, wv):
    """Not yet"""
    return tuple(linear(x, [row for i, row in enumerate(w) if row not in w[:i]]) for w in (wq, wk, wv))


def wrong_place_by_index(x, wq, wk, wv):
    """Not yet"""
    return tuple([sum(row[x.index(n)] * n for n in x) for row in w] for w in (wq, wk, wv))


def wrong_cut_at_27(x, wq, wk, wv):
    """Not yet"""
    return tuple([sum(row[j] * x[j] for j in range(min(len(x), 27))) for row in w] for w in (wq, wk, wv))


def wrong_rows_cut_at_27(x, wq, wk, wv):
    """Not yet"""
    return tuple(linear(x, w[:27]) for w in (wq, wk, wv))


def wrong_last_product_missing(x, wq, wk, wv):
    """a product is left out"""
    return tuple([sum(row[j] * x[j] for j in range(len(x) - 1)) for row in w] for w in (wq, wk, wv))


def wrong_first_product_missing(x, wq, wk, wv):
    """a product is left out"""
    return tuple([sum(row[j] * x[j] for j in range(1, len(x))) for row in w] for w in (wq, wk, wv))


def wrong_first_number_alone(x, wq, wk, wv):
    """you took one product of it"""
    return tuple([row[0] * x[0] for row in w] for w in (wq, wk, wv))


def wrong_plus(x, wq, wk, wv):
    """yours does not multiply"""
    return tuple([sum(a + b for a, b in zip(row, x)) for row in w] for w in (wq, wk, wv))


def wrong_rows_added_up(x, wq, wk, wv):
    """yours does not multiply"""
    return tuple([sum(row) for row in w] for w in (wq, wk, wv))


def wrong_products_multiplied(x, wq, wk, wv):
    """you multiplied them"""
    answers = []
    for w in (wq, wk, wv):
        answers.append([])
        for row in w:
            answer = 1
            for a, b in zip(row, x):
                answer *= a * b
            answers[-1].append(answer)
    return answers


def wrong_turned_round(x, wq, wk, wv):
    """turned round"""
    return tuple([dot(row, x[::-1]) for row in w] for w in (wq, wk, wv))


def wrong_sign_of_the_key(x, wq, wk, wv):
    """the other sign"""
    return linear(x, wq), [-k for k in linear(x, wk)], linear(x, wv)


def wrong_length_1(x, wq, wk, wv):
    """x is taken as it is"""
    size = dot(x, x) ** 0.5 or 1
    x = [xi / size for xi in x]
    return linear(x, wq), linear(x, wk), linear(x, wv)


def wrong_two_products_of_each_row(x, wq, wk, wv):
    """a product is left out"""
    return tuple([row[0] * x[0] + row[1] * x[1] for row in w] for w in (wq, wk, wv))


def wrong_shares_for_a_query(x, wq, wk, wv):
    """softmax belongs to the scores"""
    query, key, value = ([sum(a * b for a, b in zip(row, x)) for row in w] for w in (wq, wk, wv))
    return softmax(query), key, value


def wrong_columns_meet_x(x, wq, wk, wv):
    """down the columns"""
    return tuple([dot(x, column) for column in zip(*w)] for w in (wq, wk, wv))
