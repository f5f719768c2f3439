# It is written out of place.
sed -i "s/hidden += 1/hidden = hidden + 1/" app.py
