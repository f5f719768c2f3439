key, value = 'url=http://localhost/?a=1'.split('=')
print(key, value)
