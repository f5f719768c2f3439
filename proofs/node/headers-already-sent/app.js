const http = require("http");
const s = http.createServer((q, r) => { r.end("a"); r.setHeader("x", "1"); });
s.listen(0, "127.0.0.1", () => http.get({ port: s.address().port, host: "127.0.0.1" }, (r) => { r.resume(); r.on("end", () => s.close()); }).on("error", () => {}));
