sed -i "s/print(.*/print(f'age: {age}')/" app.py
