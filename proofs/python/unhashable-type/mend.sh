sed -i 's/seen.add(\[1, 2\])/seen.add(tuple([1, 2]))/' app.py
