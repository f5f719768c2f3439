sed -i 's/value = -1/value = 1/' app.py
