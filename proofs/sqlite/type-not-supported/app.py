import json
import sqlite3

con = sqlite3.connect(":memory:")
con.execute("CREATE TABLE t (settings TEXT)")
con.execute("INSERT INTO t VALUES (?)", ({"theme": "dark"},))
print(con.execute("SELECT settings FROM t").fetchone())
