open('a.txt', 'wb').write('caf\u00e9 \u2014'.encode())
path = 'a.txt'
print(len(open(path, encoding='gbk').read()))
