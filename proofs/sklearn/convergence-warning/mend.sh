sed -i -e 's/^X, y = .*/&\nX = StandardScaler().fit_transform(X)/' -e '1i from sklearn.preprocessing import StandardScaler' -e 's/max_iter=20/max_iter=200/' app.py
