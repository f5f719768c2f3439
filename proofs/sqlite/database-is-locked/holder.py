# Holds the lock until the program comes a second time.
import os
import sqlite3

con = sqlite3.connect('app.db', isolation_level=None)
con.execute('CREATE TABLE t (n)')
con.execute('BEGIN EXCLUSIVE')
open('held', 'w').close()
while not os.path.exists('attempts') or os.path.getsize('attempts') < 2:
    pass
con.execute('COMMIT')
