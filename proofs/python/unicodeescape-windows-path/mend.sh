sed -i "s/path = '/path = r'/" app.py
