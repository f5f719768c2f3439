sed -i "s/data\['name'\]/data[0]['name']/" app.py
