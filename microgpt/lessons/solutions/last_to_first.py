def my_last_to_first(root):
    found, todo = {root}, [root]
    while todo:
        for x in todo.pop().inputs:
            if x not in found:
                found.add(x)
                todo.append(x)
    return sorted(found, key=lambda value: value.born, reverse=True)
