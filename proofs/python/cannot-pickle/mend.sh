printf '%s\n' 'import pickle' '' '' 'def same(x):' '    return x' '' '' 'print(len(pickle.dumps(same)))' > app.py
