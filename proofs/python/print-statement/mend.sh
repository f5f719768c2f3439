sed -i "s/print 'hello'/print('hello')/" app.py
