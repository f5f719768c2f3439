import pickle


def make():
    return lambda x: x


print(len(pickle.dumps(make())))
