python3 shop/main.py
