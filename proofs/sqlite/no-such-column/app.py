import sqlite3

con = sqlite3.connect("app.db")
con.execute("CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY)")
print(con.execute("SELECT email FROM users").fetchall())
