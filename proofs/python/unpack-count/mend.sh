sed -i "s/split('=')/split('=', 1)/" app.py
