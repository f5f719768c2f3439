data = {'a': 1, 'b': 2}
for key in data:
    if key == 'a':
        del data[key]
print(data)
