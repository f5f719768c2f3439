sed -i '1i import math' app.py
