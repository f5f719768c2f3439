sed -i 's/x\[3\]/x[x.shape[0] - 1]/' app.py
