open('a.txt', 'wb').write('caf\u00e9'.encode('cp1252'))
path = 'a.txt'
print(len(open(path, encoding='utf-8').read()))
