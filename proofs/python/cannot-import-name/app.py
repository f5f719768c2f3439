from tools import loads

print(loads())
