mv app.db dump.sql
python3 -c "import sqlite3; sqlite3.connect('app.db').executescript(open('dump.sql').read())"
