sed -i 's/reshape(5, 2)/reshape(-1, 2)/' app.py
