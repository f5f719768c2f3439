from sklearn.preprocessing import StandardScaler
import numpy as np

print(StandardScaler().fit_transform(np.array([1.0, 2.0])))
