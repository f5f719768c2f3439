from sklearn.linear_model import LinearRegression
import numpy as np

X = np.array([[1.0], [np.nan], [3.0]])
print(LinearRegression().fit(X, [1, 2, 3]).predict(X))
