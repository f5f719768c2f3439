// Serves one request over TLS and makes it.
const fs = require("fs");
const https = require("https");

const [key, cert] = ["key.pem", "cert.pem"].map((name) => fs.readFileSync(name));
const server = https.createServer({ key, cert }, (_, response) => response.end("hello"));
server.listen(0, "127.0.0.1", () => {
  const request = https.get({ host: "127.0.0.1", port: server.address().port, ca: cert }, (response) => {
    response.pipe(process.stdout);
    server.close();
  });
  request.on("error", (error) => {
    console.error(error);
    process.exit(1);
  });
});
