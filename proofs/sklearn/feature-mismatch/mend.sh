sed -i 's/predict(X)/predict(X[:, : model.n_features_in_])/' app.py
