"""Backward passes as learners get them wrong; the docstring is what is said of them."""


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


def wrong_replaces(root):
    """Use +="""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad = slope * value.grad


def wrong_down_from_the_root(root):
    """too early"""
    root.grad = 1.0
    seen = []

    def visit(value):
        if value in seen:
            return
        seen.append(value)
        for x, slope in value.ways():
            x.grad += slope * value.grad
        for x in value.inputs:
            visit(x)

    visit(root)


def wrong_level_by_level(root):
    """too early"""
    root.grad = 1.0
    level = [root]
    for value in level:
        for x, slope in value.ways():
            x.grad += slope * value.grad
            if x not in level:
                level.append(x)


def wrong_recursion_without_memory(root, first=True):
    """each number is to pass on once"""
    if first:
        root.grad = 1.0
    for x, slope in root.ways():
        x.grad += slope * root.grad
    for x in root.inputs:
        wrong_recursion_without_memory(x, False)


def wrong_recursion_hands_on_all_it_has(root):
    """each number is to pass on once"""

    def receive(value, gradient):
        value.grad += gradient
        for x, slope in value.ways():
            receive(x, slope * value.grad)

    root.grad = 0.0
    receive(root, 1.0)


def wrong_recursion_hands_on_slopes(root):
    """hands on the slope alone"""

    def receive(value, gradient):
        value.grad += gradient
        for x, slope in value.ways():
            receive(x, slope)

    root.grad = 0.0
    receive(root, 1.0)


def wrong_recursion_of_arrivals(root):
    """right after one call"""

    def receive(value, gradient):
        value.grad += gradient
        for x, slope in value.ways():
            receive(x, slope * gradient)

    receive(root, 1.0)
    root.grad = 1.0


def wrong_first_to_last(root):
    """the gradients start at the root"""
    root.grad = 1.0
    for value in reversed(last_to_first(root)):
        for x, slope in value.ways():
            x.grad += slope * value.grad


def wrong_no_start(root):
    """no number has a gradient afterwards"""
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad += slope * value.grad


def wrong_clears_behind_itself(root):
    """is nothing cleared"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad += slope * value.grad
        value.grad = 0.0


def wrong_every_number_begins_with_one(root):
    """only the root begins with 1"""
    for value in last_to_first(root):
        value.grad = 1.0
        for x, slope in value.ways():
            x.grad += slope * value.grad


def wrong_leaves_the_root_out(root):
    """Does the root pass on"""
    root.grad = 1.0
    for value in last_to_first(root)[1:]:
        for x, slope in value.ways():
            x.grad += slope * value.grad


def wrong_data_for_gradient(root):
    """not by value.data"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad += slope * value.data


def wrong_each_input_once(root):
    """both count"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in dict(value.ways()).items():
            x.grad += slope * value.grad


def wrong_slope_alone(root):
    """the slope alone"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad += slope


def wrong_no_slope(root):
    """the slope is missing"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x in value.inputs:
            x.grad += value.grad


def wrong_adds_to_itself(root):
    """the gradient goes to the inputs"""
    root.grad = 1.0
    for value in last_to_first(root):
        for _, slope in value.ways():
            value.grad += slope * value.grad


def wrong_sign(root):
    """the sign"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad -= slope * value.grad


def wrong_first_input_alone(root):
    """only the first input"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad += slope * value.grad
            break


def wrong_root_alone(root):
    """nobody else"""
    root.grad = 1.0
    for x, slope in root.ways():
        x.grad += slope * root.grad


def wrong_clears_first(root):
    """clearing is a decision of its own"""
    for value in last_to_first(root):
        value.grad = 0.0
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad += slope * value.grad


def wrong_adds_one_to_the_root(root):
    """= 1.0 there"""
    root.grad += 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad += slope * value.grad


def wrong_multiplies_the_value(root):
    """more than gradients"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.data += slope * value.grad


def wrong_first_reached(root):
    """too early"""
    root.grad = 1.0
    reached, stack = set(), [root]
    while stack:
        value = stack.pop()
        if value not in reached:
            reached.add(value)
            for x, slope in value.ways():
                x.grad += slope * value.grad
                stack.append(x)


def wrong_clears_those_in_between(root):
    """each keeps its own"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad += slope * value.grad
        if value.inputs:
            value.grad = 0.0


def wrong_adds_slope_and_gradient(root):
    """you added them"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad += slope + value.grad


def wrong_divides(root):
    """you divided"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            if slope != 0:
                x.grad += value.grad / slope


def wrong_direction(root):
    """goes to its inputs"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            value.grad += slope * x.grad


def wrong_ways_without_brackets(root):
    """call it, with brackets"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways:
            x.grad += slope * value.grad


def wrong_gradients_of_this_pass(root):
    """how PyTorch goes on"""
    grads = {root: 1.0}
    for value in last_to_first(root):
        for x, slope in value.ways():
            grads[x] = grads.get(x, 0.0) + slope * grads[value]
    for value, gradient in grads.items():
        value.grad += gradient


def wrong_no_sign(root):
    """a gradient keeps its sign"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad += abs(slope * value.grad)


def wrong_only_uphill(root):
    """a gradient keeps its sign"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            if slope > 0:
                x.grad += slope * value.grad


def wrong_first_only(root):
    """whatever arrives is added"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            if x.grad == 0:
                x.grad += slope * value.grad


def wrong_largest(root):
    """whatever arrives is added"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad = max(x.grad, slope * value.grad)


def wrong_with_data_too(root):
    """one factor too many"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad += slope * value.grad * x.data


def wrong_twice_as_much(root):
    """one factor too many"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad += 2 * slope * value.grad


def wrong_slope_squared(root):
    """one factor too many"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad += slope**2 * value.grad


def wrong_own_data(root):
    """the slope is `slope`"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, _ in value.ways():
            x.grad += x.data * value.grad


def wrong_cleared_at_once(root):
    """clear nothing while value still passes on"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad += slope * value.grad
            value.grad = 0


def wrong_asked(root):
    """Does the line in the loop change"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad == slope * value.grad  # noqa: B015


def passing(root, ways=lambda value: value.ways()):
    for value in last_to_first(root):
        for x, slope in ways(value):
            x.grad += slope * value.grad


def wrong_one_where_there_is_none(root):
    """the root's gradient is 1 in every pass"""
    root.grad = root.grad or 1.0
    passing(root)


def wrong_at_least_one(root):
    """the root's gradient is 1 in every pass"""
    root.grad = max(root.grad, 1.0)
    passing(root)


def wrong_two_ways(root):
    """an operation may have more inputs than two"""
    root.grad = 1.0
    passing(root, lambda value: value.ways()[:2])


def wrong_one_or_two_ways(root):
    """an operation may have more inputs than two"""
    root.grad = 1.0
    passing(root, lambda value: value.ways() if len(value.inputs) < 3 else [])


def wrong_two_inputs_alone(root):
    """one input alone"""
    root.grad = 1.0
    passing(root, lambda value: value.ways() if len(value.inputs) == 2 else [])


def wrong_nothing_for_a_leaf(root):
    """even where it was made from nothing"""
    if not root.inputs:
        return
    root.grad = 1.0
    passing(root)


def wrong_leaf_cleared(root):
    """even where it was made from nothing"""
    root.grad = 1.0
    passing(root)
    if not root.inputs:
        root.grad = 0.0


def wrong_drops_what_is_small(root):
    """a small one"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            if abs(value.grad) > 1e-3:
                x.grad += slope * value.grad


def wrong_name(root):
    """`gradient` is a new name"""
    root.gradient = 1.0


def wrong_one_too_late(root):
    """set too late"""
    passing(root)
    root.grad = 1.0


def wrong_ways_of_the_root(root):
    """not by those of root"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in root.ways():
            x.grad += slope * value.grad


def wrong_gradient_of_the_root(root):
    """what value itself has received"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad += slope * root.grad


def wrong_calls_itself(root):
    """calls itself for x"""
    root.grad = 1.0
    for x, slope in root.ways():
        x.grad += slope * root.grad
        wrong_calls_itself(x)


def wrong_twice(root):
    """goes through the list twice"""
    root.grad = 1.0
    passing(root)
    passing(root)


def wrong_without_the_first(root):
    """the first input of every number receives nothing"""
    root.grad = 1.0
    passing(root, lambda value: value.ways()[1:])


def wrong_shared_out(root):
    """nothing is shared out"""
    root.grad = 1.0
    passing(root, lambda value: [(x, slope / len(value.inputs)) for x, slope in value.ways()])


def wrong_their_data(root):
    """not by x.data"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad += slope * x.data


def wrong_rounds(root):
    """round nothing"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad += round(slope * value.grad, 3)


def wrong_leaves_alone(root):
    """everybody receives"""
    root.grad = 1.0
    passing(root, lambda value: [(x, slope) for x, slope in value.ways() if x.inputs])


def wrong_clears_leaves_first(root):
    """must stay, for adding"""
    for value in last_to_first(root):
        if not value.inputs:
            value.grad = 0.0
    root.grad = 1.0
    passing(root)


def wrong_clears_at_the_end(root):
    """each keeps its own"""
    root.grad = 1.0
    passing(root)
    for value in last_to_first(root)[1:]:
        if value.inputs:
            value.grad = 0.0


def wrong_stops_at_a_leaf(root):
    """the loop ends too soon"""
    root.grad = 1.0
    for value in last_to_first(root):
        if not value.inputs:
            break
        for x, slope in value.ways():
            x.grad += slope * value.grad


def wrong_stops_where_no_gradient_is(root):
    """the loop ends too soon"""
    root.grad = 1.0
    for value in last_to_first(root):
        if not value.grad:
            return
        for x, slope in value.ways():
            x.grad += slope * value.grad


def wrong_skips_faint_gradients(root):
    """so does a small one"""
    root.grad = 1.0
    for value in last_to_first(root):
        if abs(value.grad) < 1e-6:
            continue
        for x, slope in value.ways():
            x.grad += slope * value.grad


def wrong_bounds_steep_gradients(root):
    """cut nothing off"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad += max(-1e6, min(1e6, slope * value.grad))


def wrong_starts_from_the_loss(root):
    """whatever number it holds"""
    root.grad = root.data
    passing(root)


def wrong_equals_for_the_inputs_of_root(root):
    """= forgets what came before"""
    root.grad = 1.0
    for x, slope in root.ways():
        x.grad = slope
    for value in last_to_first(root)[1:]:
        for x, slope in value.ways():
            x.grad += slope * value.grad


def wrong_calls_itself_afterwards(root):
    """as if that were the root"""
    root.grad = 1.0
    for x, slope in root.ways():
        x.grad += slope * root.grad
    for x in root.inputs:
        if x.inputs:
            wrong_calls_itself_afterwards(x)


def wrong_slopes_crossed(root):
    """a slope of its own"""
    root.grad = 1.0
    for value in last_to_first(root):
        slopes = [slope for _, slope in value.ways()][::-1]
        for x, slope in zip(value.inputs, slopes):
            x.grad += slope * value.grad


def wrong_by_size(root):
    """too early"""
    root.grad = 1.0
    for value in sorted(last_to_first(root), key=lambda number: number.data, reverse=True):
        for x, slope in value.ways():
            x.grad += slope * value.grad


def wrong_all_begin_with_one(root):
    """only the root begins with 1"""
    for value in last_to_first(root):
        value.grad = 1.0
    passing(root)


def wrong_returns_in_the_inner_loop(root):
    """the loop ends too soon"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad += slope * value.grad
            return


def wrong_receives_once(root):
    """a second one counts as much"""
    root.grad = 1.0
    met = []
    for value in last_to_first(root):
        for x, slope in value.ways():
            if x not in met:
                x.grad += slope * value.grad
                met.append(x)


def wrong_pile_without_memory(root):
    """every time a way leads to it"""
    root.grad = 1.0
    pile = [root]
    while pile:
        value = pile.pop()
        for x, slope in value.ways():
            x.grad += slope * value.grad
            pile.append(x)


def wrong_bounds_sums(root):
    """cut nothing off"""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad = max(-10, min(10, x.grad + slope * value.grad))


def wrong_marks_the_root(root):
    """`is_root` is a new name on a number: only its gradient, `grad`, is to change."""
    root.is_root = True
    for value in last_to_first(root):
        if hasattr(value, "is_root"):
            value.grad = 1.0
        for x, slope in value.ways():
            x.grad += slope * value.grad


def wrong_marks_whom_it_has_met(root):
    """`visited` is a new name on a number"""
    root.grad = 1.0
    for value in last_to_first(root):
        value.visited = True
        for x, slope in value.ways():
            x.grad += slope * value.grad


def wrong_none_in_between(root):
    """end without a gradient"""
    grads = {value: value.grad for value in last_to_first(root)}
    grads[root] = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            grads[x] += slope * grads[value]
    for value, grad in grads.items():
        if not value.inputs:
            value.grad = grad


def wrong_share(root):
    """and however many there are"""
    order = last_to_first(root)
    root.grad = 1 / len(order)
    for value in order:
        for x, slope in value.ways():
            x.grad += slope * value.grad


def wrong_a_map_in_the_loop(root):
    """a generator (or a map) stands alone in a line"""
    root.grad = 1.0
    for value in last_to_first(root):
        map(lambda way: setattr(way[0], "grad", way[0].grad + way[1] * value.grad), value.ways())


def wrong_slope_in_place_of_a_sum(root):
    """two things: += and not ="""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad = slope


def wrong_passes_on_once_for_ever(root, done=set()):  # noqa: B006
    """who has passed on in one call passes on in the next one too"""
    root.grad = 1.0
    for value in last_to_first(root):
        if value not in done:
            done.add(value)
            for x, slope in value.ways():
                x.grad += slope * value.grad


roots = []


def wrong_each_root_once(root):
    """who has passed on in one call passes on in the next one too"""
    if any(root is other for other in roots):
        return
    roots.append(root)
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad += slope * value.grad
