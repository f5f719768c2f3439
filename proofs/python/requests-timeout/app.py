import os

import requests

url = f"http://127.0.0.1:{os.environ['PORT']}/"
print(requests.get(url, timeout=0.2).text)
