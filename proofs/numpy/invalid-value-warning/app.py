import numpy as np

a, b = np.array([0.0, 1.0]), np.array([0.0, 2.0])
print(a / b)
