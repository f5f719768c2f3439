sed -i "s/pd.DataFrame({'a': 1, 'b': 2})/pd.DataFrame([{'a': 1, 'b': 2}])/" app.py
