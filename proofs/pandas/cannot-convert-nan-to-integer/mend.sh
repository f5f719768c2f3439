sed -i "s/astype(int)/astype('Int64')/" app.py
