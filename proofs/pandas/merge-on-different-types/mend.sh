sed -i "s/a.merge/a.astype({'k': str}).merge/" app.py
