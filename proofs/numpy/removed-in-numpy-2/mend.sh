sed -i 's/np.float_/np.float64/' app.py
