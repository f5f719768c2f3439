from sklearn.linear_model import LinearRegression
import numpy as np

model = LinearRegression().fit(np.ones((3, 2)), [1, 2, 3])
X = np.ones((1, 3))
print(model.predict(X))
