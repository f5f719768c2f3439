sed -i '/INSERT INTO p/i con.execute("INSERT INTO u VALUES (1)")' app.py
