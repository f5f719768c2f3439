# The type without the 1.
sed -i 's/np\.int8, 1)/np.int8)/' app.py
