import sqlite3

con = sqlite3.connect("app.db")
name = "O'Brien"
print(con.execute(f"SELECT '{name}'").fetchone())
