data = b'a,b'
print(data.split(','))
