const http = require('node:http');
const fs = require('node:fs');
const port = process.argv[2];

http.createServer((request, response) => {
  if (request.url === '/') {
    response.setHeader('Content-Type', 'text/html');
    response.end(`<script>
      fetch('http://localhost:${port}/api').then((answer) => answer.text()).then((text) => console.log('got ' + text), () => {});
    </script>`);
  } else {
    const origin = fs.readFileSync('allowed', 'utf8').trim().replace('PORT', port);
    if (origin) response.setHeader('Access-Control-Allow-Origin', origin);
    response.end('items');
  }
}).listen(port);
