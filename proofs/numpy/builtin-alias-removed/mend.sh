sed -i 's/np.object/object/' app.py
