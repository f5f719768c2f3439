sed -i "s/user\['email'\]/user.get('email', 'unknown')/" app.py
