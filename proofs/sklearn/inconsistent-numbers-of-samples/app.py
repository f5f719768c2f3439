from sklearn.linear_model import LinearRegression
import numpy as np

y = np.arange(4.0)
print(LinearRegression().fit(np.ones((3, 1)), y).coef_)
