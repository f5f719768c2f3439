sed -i 's|print(hits / total)|print(hits / total if total else 0)|' app.py
