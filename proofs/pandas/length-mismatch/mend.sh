sed -i 's/= \[1, 2\]/= pd.Series([1, 2])/' app.py
