import numpy as np

x = np.array([1, 5])
print(x[x > 0 and x < 3])
