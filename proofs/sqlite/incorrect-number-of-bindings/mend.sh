sed -i 's/(name)/(name,)/' app.py
