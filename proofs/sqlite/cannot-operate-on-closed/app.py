import sqlite3

con = sqlite3.connect("app.db")
cur = con.execute("SELECT 1")
con.close()
print(cur.fetchall())
