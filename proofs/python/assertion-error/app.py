value = -1
assert value > 0, 'value must be positive'
print(value)
