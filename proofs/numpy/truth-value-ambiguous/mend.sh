sed -i 's/ and / \& /' app.py
