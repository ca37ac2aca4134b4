"""Orders as learners get them wrong; the docstring is what is said of them."""


def wrong_forward(root):
    """turn it round"""
    order, seen = [], set()

    def visit(value):
        if value not in seen:
            seen.add(value)
            for x in value.inputs:
                visit(x)
            order.append(value)

    visit(root)
    return order


def wrong_note_before_the_inputs(root):
    """where it is first met"""
    order = []

    def visit(value):
        if value not in order:
            order.append(value)
            for x in value.inputs:
                visit(x)

    visit(root)
    return order


def wrong_level_by_level(root):
    """level by level"""
    order = [root]
    for value in order:
        for x in value.inputs:
            if x not in order:
                order.append(x)
    return order


def wrong_without_asking_whether_met(root):
    """used more than once"""
    order = [root]
    for x in root.inputs:
        order += wrong_without_asking_whether_met(x)
    return order


def wrong_begins_with_the_inputs(root):
    """the root itself"""
    found, todo = set(), list(root.inputs)
    while todo:
        value = todo.pop()
        if value not in found:
            found.add(value)
            todo.extend(value.inputs)
    return sorted(found, key=lambda value: value.born, reverse=True)


def wrong_only_what_was_computed(root):
    """made from nothing"""
    return [value for value in wrong_forward(root)[::-1] if value.op]


def wrong_stops_at_the_first_inputs(root):
    """what those were made from"""
    return [root] + [x for x in root.inputs]


def wrong_sorted_by_size(root):
    """not of size"""
    return sorted(wrong_forward(root), key=lambda value: -value.data)


def wrong_a_single_one(root):
    """not a single one"""
    return root


def wrong_their_data(root):
    """the numbers themselves"""
    return [value.data for value in wrong_forward(root)[::-1]]


def wrong_a_return_too_early(root):
    """missing from your list"""
    order = [root]
    for x in root.inputs:
        order.append(x)
        return order
    return order


def wrong_a_set(root):
    """a set has no order"""
    return set(wrong_forward(root))


def wrong_sorts_in_place(root):
    """nothing came back"""
    order = wrong_forward(root)
    return order.sort(key=lambda value: -value.born)


def wrong_without_a_key(root):
    """want a key"""
    return sorted(wrong_forward(root))


def wrong_remembers_whom_it_met(root, seen=set()):  # noqa: B006
    """called once more with the same root"""
    if root in seen:
        return []
    seen.add(root)
    order = [root]
    for x in root.inputs:
        order += wrong_remembers_whom_it_met(x)
    return sorted(order, key=lambda value: -value.born)


def wrong_marks_them(root):
    """changes the numbers"""
    order, todo = [], [root]
    while todo:
        value = todo.pop()
        if not hasattr(value, "met"):
            value.met = True
            order.append(value)
            todo.extend(value.inputs)
    return sorted(order, key=lambda value: -value.born)


def wrong_sorted_by_gradient(root):
    """turn it round"""
    return sorted(wrong_forward(root), key=lambda value: value.grad, reverse=True)


def wrong_skips_who_has_no_gradient(root):
    """missing from your list"""
    order, todo = {root}, [root]
    while todo:
        for x in todo.pop().inputs:
            if x not in order and x.grad != 0:
                order.add(x)
                todo.append(x)
    return sorted(order, key=lambda value: -value.born)


def wrong_known_by_their_text(root):
    """missing from your list"""
    return list({repr(value): value for value in wrong_forward(root)[::-1]}.values())


def wrong_two_inputs(root):
    """missing from your list"""
    order, todo = {root}, [root]
    while todo:
        fresh = set(todo.pop().inputs[:2]) - order
        order |= fresh
        todo += fresh
    return sorted(order, key=lambda value: -value.born)


def wrong_a_thousand(root):
    """right on small graphs"""
    return wrong_forward(root)[::-1][:1000]


def wrong_nothing_for_a_leaf(root):
    """the root itself"""
    return wrong_forward(root)[::-1] if root.inputs else []


def wrong_root_last(root):
    """stands last"""
    return [*wrong_forward(root)[-2::-1], root]


def wrong_clears(root):
    """changes the numbers"""
    order = wrong_forward(root)[::-1]
    for value in order:
        value.grad = 0.0
    return order


def wrong_by_gradient_where_there_is_one(root):
    """when the same numbers hold other gradients"""
    order = wrong_forward(root)[::-1]
    return sorted(order, key=lambda value: value.grad, reverse=True) if any(value.grad for value in order) else order


def wrong_waits_for_each_user_once(root):
    """a stands before"""
    todo, found = [root], {root}
    while todo:
        for x in todo.pop().inputs:
            if x not in found:
                found.add(x)
                todo.append(x)
    waits = {value: 0 for value in found}
    for value in found:
        for x in set(value.inputs):
            waits[x] += 1
    order = [root]
    for value in order:
        for x in value.inputs:
            waits[x] -= 1
            if waits[x] == 0:
                order.append(x)
    return order


def wrong_knows_numbers_by_what_they_hold(root):
    """which holds the same? They are two numbers"""
    found, todo = {}, [root]
    while todo:
        value = todo.pop()
        if value.data not in found:
            found[value.data] = value
            todo += value.inputs
    return sorted(found.values(), key=lambda value: -value.born)


def wrong_births_as_text(root):
    """compared as text"""
    found, todo = {root}, [root]
    while todo:
        for x in todo.pop().inputs:
            if x not in found:
                found.add(x)
                todo.append(x)
    return sorted(found, key=lambda value: str(value.born), reverse=True)


def met_by(root):
    found, todo = {root}, [root]
    while todo:
        for x in todo.pop().inputs:
            if x not in found:
                found.add(x)
                todo.append(x)
    return found


def wrong_as_a_set_gives_them(root):
    """as that of a set may be"""
    return list(met_by(root))


def wrong_where_they_lie_in_memory(root):
    """goes by an order that is another each time"""
    return sorted(met_by(root), key=id, reverse=True)


def wrong_by_how_many_inputs(root):
    """goes by an order that is another each time"""
    return sorted(met_by(root), key=lambda value: len(value.inputs), reverse=True)


def wrong_a_set_to_do(root):
    """as that of a set may be"""
    order, todo = [], {root}
    while todo:
        order.append(todo.pop())
        todo |= set(order[-1].inputs) - set(order)
    return order


def wrong_two_levels(root):
    """is missing from your list"""
    found = {root, *root.inputs, *(x for value in root.inputs for x in value.inputs)}
    return sorted(found, key=lambda value: value.born, reverse=True)


def wrong_a_set_sorted_by_size(root):
    """sorted by how large they are"""
    found, todo = {root}, [root]
    while todo:
        for x in todo.pop().inputs:
            if x not in found:
                found.add(x)
                todo.append(x)
    return sorted(found, key=lambda value: value.data, reverse=True)


def wrong_sorted_from_small_to_large(root):
    """sorted by how large they are"""
    found = [root]
    for value in found:
        found += [x for x in value.inputs if x not in found]
    return sorted(found, key=lambda value: value.data)
