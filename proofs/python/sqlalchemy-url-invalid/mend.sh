sed -i "s/'postgres:/'postgresql:/" app.py
