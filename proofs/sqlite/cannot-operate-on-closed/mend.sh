python3 - <<'END'
text = open('app.py').read()
text = text.replace('con.close()\nprint(cur.fetchall())', 'rows = cur.fetchall()\ncon.close()\nprint(rows)')
open('app.py', 'w').write(text)
END
