path = 'C:\Users\me\data.csv'
print(path)
