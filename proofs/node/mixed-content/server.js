const https = require('node:https');
const fs = require('node:fs');
const port = process.argv[2];

const options = { key: fs.readFileSync('key.pem'), cert: fs.readFileSync('cert.pem') };
https.createServer(options, (request, response) => {
  if (request.url === '/') {
    response.setHeader('Content-Type', 'text/html');
    response.end(`<script src="${fs.readFileSync('address', 'utf8').trim().replace('PORT', port)}"></script>`);
  } else {
    response.setHeader('Content-Type', 'text/javascript');
    response.end('console.log("the library is loaded");');
  }
}).listen(port);
