sed -i 's/await load()/load()/' app.py
