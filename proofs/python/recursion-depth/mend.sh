sed -i 's/return depth(n + 1)/return n if n > 100 else depth(n + 1)/' app.py
