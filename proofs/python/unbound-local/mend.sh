sed -i 's/^def add(n):/def add(n):\n    global total/' app.py
