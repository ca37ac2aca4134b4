def my_slopes(op, y, x):
    if op == "+":
        return 1.0, 1.0
    if op == "*":
        return x[1], x[0]
    if op == "exp":
        return (y,)
    if op == "relu":
        return (1.0 if y > 0 else 0.0,)
