sed -i 's/LogisticRegression/LinearRegression/g' app.py
