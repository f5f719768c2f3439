path = 'a.txt'
with open(path, 'w', encoding='ascii') as f:
    f.write('café')
