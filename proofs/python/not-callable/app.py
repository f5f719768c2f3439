list = [1, 2, 3]
print(list((4, 5)))
