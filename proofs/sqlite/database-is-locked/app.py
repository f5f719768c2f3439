import sqlite3

with open('attempts', 'a') as f:
    f.write('1')
path = 'app.db'
con = sqlite3.connect(path, timeout=0.1)
con.execute('INSERT INTO t VALUES (1)')
con.commit()
