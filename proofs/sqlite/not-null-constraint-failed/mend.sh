sed -i "s/name TEXT NOT NULL/name TEXT NOT NULL DEFAULT ''/" app.py
