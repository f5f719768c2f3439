sed -i 's/np.array(\[1, 2\]) > 1/x > 1/' app.py
