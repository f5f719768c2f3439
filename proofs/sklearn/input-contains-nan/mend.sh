sed -i -e '1i from sklearn.impute import SimpleImputer' -e 's/fit(X,/fit(SimpleImputer().fit_transform(X),/' app.py
