import json
from datetime import datetime

data = {'at': datetime(2026, 1, 1)}
print(json.dumps(data))
