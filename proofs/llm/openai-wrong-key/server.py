# A server with the interface of OpenAI, which has one key and one model.
import http.server
import json
import os


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        right = self.headers.get('Authorization') == 'Bearer the-right-key'
        body = {'object': 'list', 'data': [{'id': 'small', 'object': 'model', 'created': 0, 'owned_by': 'us'}]}
        if not right:
            body = {'error': {'message': 'Incorrect API key provided', 'code': 'invalid_api_key'}}
        text = json.dumps(body).encode()
        self.send_response(200 if right else 401)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(text)))
        self.end_headers()
        self.wfile.write(text)


http.server.ThreadingHTTPServer(('127.0.0.1', int(os.environ['PORT'])), Handler).serve_forever()
