# The layer is given what comes.
sed -i "s/Linear(3, 2)/Linear(4, 2)/" app.py
