"""Everything behind a root, from last to first, as others would write it."""


def style_recursive(root):
    order, seen = [], set()

    def visit(value):
        if value not in seen:
            seen.add(value)
            for x in value.inputs:
                visit(x)
            order.append(value)

    visit(root)
    return order[::-1]


def style_by_birth(root):
    found, todo = set(), [root]
    while todo:
        value = todo.pop()
        if value not in found:
            found.add(value)
            todo.extend(value.inputs)
    return sorted(found, key=lambda value: -value.born)


def style_growing(root):
    found = {root: None}
    for value in (todo := [root]):
        fresh = [x for x in dict.fromkeys(value.inputs) if x not in found]
        found.update(dict.fromkeys(fresh))
        todo += fresh
    return sorted(found, key=lambda value: value.born)[::-1]


def style_reversed(root):
    return reversed(style_recursive(root)[::-1])


def style_set_of_sets(root):
    def behind(value, met):
        if value not in met:
            met.add(value)
            for x in value.inputs:
                behind(x, met)
        return met

    return tuple(sorted(behind(root, set()), key=lambda value: value.born, reverse=True))


def style_by_waiting(root):
    users = dict.fromkeys(style_recursive(root), 0)
    for value in users:
        for x in set(value.inputs):
            users[x] += 1
    ready, order = [root], []
    while ready:
        value = ready.pop()
        order.append(value)
        for x in set(value.inputs):
            users[x] -= 1
            if users[x] == 0:
                ready.append(x)
    return order


def style_yield(root):
    yield from style_by_birth(root)


def style_two_piles(root):
    order, seen, pile = [], set(), [(root, False)]
    while pile:
        value, done = pile.pop()
        if done:
            order.insert(0, value)
        elif value not in seen:
            seen.add(value)
            pile.append((value, True))
            pile += [(x, False) for x in value.inputs]
    return order
