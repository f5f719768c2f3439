sed -i 's/load_boston/fetch_california_housing/g' app.py
