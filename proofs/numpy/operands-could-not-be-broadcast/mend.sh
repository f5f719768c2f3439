sed -i 's/np.ones(2))/np.ones(2)[:, None])/' app.py
