import numpy as np

x = np.array([1, 2])
x += 0.5
print(x)
