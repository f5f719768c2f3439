data = [{'name': 'a'}]
print(data['name'])
