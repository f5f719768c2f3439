from sklearn.linear_model import LinearRegression
import pandas as pd

model = LinearRegression().fit(pd.DataFrame({'a': [1, 2, 3], 'b': [0, 1, 0]}), [1, 2, 3])
X = pd.DataFrame({'a': [1], 'b': [0], 'c': [5]})
print(model.predict(X))
