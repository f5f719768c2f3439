token = 'abc'
print(token.decode('utf-8'))
