python3 app.py < /dev/null
