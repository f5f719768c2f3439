# The copy is made explicit.
sed -i 's/> 10\]$/> 10].copy()/' app.py
