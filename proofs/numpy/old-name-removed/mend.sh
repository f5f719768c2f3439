# The new name of np.product.
sed -i 's/np\.product(/np.prod(/' app.py
