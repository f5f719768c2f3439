def load():
    {'a': 1}


print(load()['a'])
