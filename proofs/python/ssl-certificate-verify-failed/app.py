import os
import urllib.request

print(urllib.request.urlopen(f"https://localhost:{os.environ['PORT']}/").status)
