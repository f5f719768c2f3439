const fs = require("fs");

const options = { key: fs.readFileSync("key.pem"), cert: fs.readFileSync("cert.pem") };
require("https").createServer(options, (request, answer) => answer.end("hi")).listen(process.env.PORT, "localhost", () => fs.writeFileSync("up", ""));
