sed -i 's/regex=/pattern=/' app.py
