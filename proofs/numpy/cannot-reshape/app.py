import numpy as np

print(np.arange(12).reshape(5, 2))
