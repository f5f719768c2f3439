import sqlite3

con = sqlite3.connect("app.db")
con.execute("PRAGMA foreign_keys = ON")
con.executescript("CREATE TABLE IF NOT EXISTS u (id INTEGER PRIMARY KEY); CREATE TABLE IF NOT EXISTS p (uid INTEGER REFERENCES u(id));")
con.execute("INSERT INTO p VALUES (1)")
