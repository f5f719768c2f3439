import json

text = '{"a": 1}\n{"a": 2}\n'
print(json.loads(text))
