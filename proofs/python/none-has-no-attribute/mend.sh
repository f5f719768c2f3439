sed -i "s/print(match.group(0))/print(match.group(0) if match else 'none')/" app.py
