import numpy as np

x = np.arange(3)
mask = np.array([1, 2]) > 1
print(x[mask])
