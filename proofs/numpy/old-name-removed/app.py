import numpy as np

print(np.product([2, 3, 7]))
