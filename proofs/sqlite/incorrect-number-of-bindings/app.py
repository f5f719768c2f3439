import sqlite3

con = sqlite3.connect("app.db")
name = "bob"
print(con.execute("SELECT ?", (name)).fetchone())
