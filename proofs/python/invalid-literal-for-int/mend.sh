sed -i "s/int('3.0')/int(float('3.0'))/" app.py
