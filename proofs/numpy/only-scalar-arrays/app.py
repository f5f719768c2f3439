import numpy as np

import math

print(math.sqrt(np.array([1.0, 4.0])))
