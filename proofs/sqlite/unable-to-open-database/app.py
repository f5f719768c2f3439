import sqlite3

con = sqlite3.connect("app.db")
con = sqlite3.connect("data/app.db")
con.execute("CREATE TABLE t (n)")
