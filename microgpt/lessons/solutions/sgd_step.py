def my_sgd_step(w, d_w, lr):
    moved = []
    for row, d_row in zip(w, d_w):
        moved.append([x - lr * d for x, d in zip(row, d_row)])
    return moved
