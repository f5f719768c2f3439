import re

match = re.match(r'\d+', 'no digits here')
print(match.group(0))
