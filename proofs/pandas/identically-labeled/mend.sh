sed -i 's/a == b/a.values == b.values/' app.py
