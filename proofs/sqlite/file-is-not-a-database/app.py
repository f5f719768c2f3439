import sqlite3

print(sqlite3.connect("app.db").execute("SELECT count(*) FROM t").fetchone())
