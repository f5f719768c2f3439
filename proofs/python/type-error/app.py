count = 3
print(len(count))
