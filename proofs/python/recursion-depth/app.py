def depth(n):
    return depth(n + 1)


print(depth(0) if depth else 0)
