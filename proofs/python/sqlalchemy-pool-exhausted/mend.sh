sed -i 's/^    print(.*/&\n    conn.close()/' app.py
