import http.server
import os
import threading
import time

import requests
from requests.adapters import HTTPAdapter
from pip._vendor.urllib3 import Retry

PORT = int(os.environ['PORT'])


class Hello(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header('Content-Length', '0')
        self.end_headers()


def serve_late():
    time.sleep(1)
    http.server.HTTPServer(('127.0.0.1', PORT), Hello).serve_forever()


threading.Thread(target=serve_late, daemon=True).start()

session = requests.Session()
session.trust_env = False
session.mount('http://', HTTPAdapter(max_retries=Retry(8, backoff_factor=0.1)))
print(session.get(f'http://127.0.0.1:{PORT}/').status_code)
