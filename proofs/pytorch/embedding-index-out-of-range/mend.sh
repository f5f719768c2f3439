# The table has a row for the largest id.
sed -i "s/len(vocabulary)/max(vocabulary.values()) + 1/" app.py
