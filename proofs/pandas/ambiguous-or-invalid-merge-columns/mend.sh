sed -i "s/a.join(a)/a.join(a, lsuffix='_l', rsuffix='_r')/" app.py
