sed -i "s/^    {'a'/    return {'a'/" app.py
