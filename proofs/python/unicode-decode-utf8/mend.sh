sed -i "s/encoding='utf-8'/encoding='cp1252'/" app.py
