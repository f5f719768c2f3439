sed -i 's/, y)/, y[:3])/' app.py
