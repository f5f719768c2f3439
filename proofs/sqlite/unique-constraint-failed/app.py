import sqlite3

con = sqlite3.connect("app.db")
con.execute("CREATE TABLE IF NOT EXISTS users (name TEXT UNIQUE)")
for _ in range(2):
    con.execute("INSERT INTO users VALUES ('bob')")
