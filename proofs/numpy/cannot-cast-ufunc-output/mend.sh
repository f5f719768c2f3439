sed -i 's/x += 0.5/x = x + 0.5/' app.py
