import sqlite3

con = sqlite3.connect("app.db")
con.executescript("DROP TABLE IF EXISTS u; CREATE TABLE u (id INTEGER PRIMARY KEY, name TEXT NOT NULL);")
con.execute("INSERT INTO u (id) VALUES (1)")
