sed -i 's/math.sqrt/np.sqrt/' app.py
