const http = require('node:http');
const fs = require('node:fs');

http.createServer((request, response) => {
  response.setHeader('Content-Type', 'text/html');
  response.end(`<script>${fs.readFileSync('page.js', 'utf8')}</script>`);
}).listen(process.argv[2]);
