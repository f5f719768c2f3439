sed -i 's/print(hits\[0\])/print(hits[0] if hits else None)/' app.py
