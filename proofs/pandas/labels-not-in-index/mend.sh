sed -i "s/df\[\['a', 'b'\]\]/df.reindex(columns=['a', 'b'])/" app.py
