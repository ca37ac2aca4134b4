"""The backward pass, as others would write it."""


def last_to_first(root):
    order, seen = [], set()

    def visit(value):
        if value not in seen:
            seen.add(value)
            for x in value.inputs:
                visit(x)
            order.append(value)

    visit(root)
    return order[::-1]


def style_ways(root):
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad += value.grad * slope


def style_places(root):
    order = list(last_to_first(root))
    order[0].grad = 1
    for i in range(len(order)):
        ways = order[i].ways()
        for j in range(len(ways)):
            ways[j][0].grad = ways[j][0].grad + order[i].grad * ways[j][1]


def style_only_operations(root):
    root.grad = 1.0
    for value in last_to_first(root):
        if value.inputs:
            for way in value.ways():
                way[0].grad += way[1] * value.grad


def style_zip(root):
    root.grad = 1.0
    for value in last_to_first(root):
        for x, (_, slope) in zip(value.inputs, value.ways()):
            x.grad += slope * value.grad


def style_pass_on(root):
    def pass_on(value):
        g = value.grad
        for x, slope in value.ways():
            x.grad += g * slope

    root.grad = 1.0
    for value in last_to_first(root):
        pass_on(value)


def style_while(root):
    order = list(reversed(last_to_first(root)))
    root.grad = 1.0
    while order:
        value = order.pop()
        for x, slope in value.ways():
            x.grad += slope * value.grad


def style_returns_the_root(root):
    style_ways(root)
    return root


def style_skips_zeros(root):
    root.grad = 1.0
    for value in last_to_first(root):
        if value.grad != 0:
            for x, slope in value.ways():
                x.grad = x.grad + slope * value.grad


def style_map(root):
    root.grad = 1.0
    for value in last_to_first(root):
        list(map(lambda way, g=value.grad: setattr(way[0], "grad", way[0].grad + way[1] * g), value.ways()))
