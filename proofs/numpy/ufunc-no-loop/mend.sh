sed -i "s/'4'\])/'4']).astype(float)/" app.py
