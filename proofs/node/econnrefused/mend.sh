# Starts the server.
cat > server.js <<'X'
require('net').createServer((s) => s.end()).listen(process.env.PORT, '127.0.0.1', () => require('fs').writeFileSync('up', '1'));
X
