sed -i 's|a / b|np.divide(a, b, out=np.zeros_like(a), where=b != 0)|' app.py
