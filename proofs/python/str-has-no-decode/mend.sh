sed -i "s/\.decode('utf-8')//" app.py
