sed -i 's/^list = /numbers = /' app.py
