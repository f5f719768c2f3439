sed -i 's/2.0\]))/2.0]).reshape(-1, 1))/' app.py
