sed -i 's/for key in data:/for key in list(data):/' app.py
