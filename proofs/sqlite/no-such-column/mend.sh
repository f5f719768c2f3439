python3 -c "import sqlite3; sqlite3.connect('app.db').execute('ALTER TABLE users ADD COLUMN email TEXT')"
