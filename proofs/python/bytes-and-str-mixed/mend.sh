sed -i "s/data.split/data.decode('utf-8').split/" app.py
