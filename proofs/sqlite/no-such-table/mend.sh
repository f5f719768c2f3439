cat > migrate.py <<'END'
import sqlite3

sqlite3.connect("app.db").execute("CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY)")
END
python3 migrate.py
