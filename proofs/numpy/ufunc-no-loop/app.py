import numpy as np

print(np.sqrt(np.array(['1', '4'])))
