sed -i 's/json.loads(text)/[json.loads(line) for line in text.splitlines() if line.strip()]/' app.py
