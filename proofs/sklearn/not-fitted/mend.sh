sed -i 's/StandardScaler().transform/StandardScaler().fit([[1.0]]).transform/' app.py
