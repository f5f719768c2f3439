import numpy as np

path = 'a.npy'
np.save(path, np.array([{'a': 1}], dtype=object))
print(np.load(path))
