sed -i "s/^print/    print/" app.py
