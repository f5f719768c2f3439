import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

X = np.arange(40).reshape(20, 2)
y = np.array([1] * 2 + [0] * 18)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.5, random_state=2)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
