const http = require('node:http');
const fs = require('node:fs');
const port = process.argv[2];

http.createServer((request, response) => {
  if (request.url === '/') {
    const policy = fs.readFileSync('policy', 'utf8').trim().replace('PORT', port);
    response.setHeader('Content-Security-Policy', policy);
    response.setHeader('Content-Type', 'text/html');
    response.end(`<script src="http://localhost:${port}/lib.js"></script>`);
  } else {
    response.setHeader('Content-Type', 'text/javascript');
    response.end('console.log("the library is loaded");');
  }
}).listen(port);
