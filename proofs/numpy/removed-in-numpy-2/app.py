import numpy as np

print(np.float_(1.5))
