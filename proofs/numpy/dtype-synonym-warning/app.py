import numpy as np

kind = np.dtype([('q', np.int8, 1)])
print(kind.itemsize)
