sed -i 's/heigth/height/' app.py
