user = {'name': 'Ann'}
print(user['email'])
