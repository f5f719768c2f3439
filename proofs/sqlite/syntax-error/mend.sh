sed -i "s/print.*/print(con.execute('SELECT ?', (name,)).fetchone())/" app.py
