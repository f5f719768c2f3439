// A registry that has one package.
const crypto = require("crypto");
const fs = require("fs");

const tarball = fs.readFileSync("tool-1.2.0.tgz");
const integrity = "sha512-" + crypto.createHash("sha512").update(tarball).digest("base64");
const dist = { tarball: `http://127.0.0.1:${process.env.PORT}/tool.tgz`, integrity };
const version = { name: "tool", version: "1.2.0", dist };
const page = JSON.stringify({ name: "tool", "dist-tags": { latest: "1.2.0" }, versions: { "1.2.0": version } });
const pages = { "/tool": page, "/tool.tgz": tarball };
require("http").createServer((request, response) => {
  response.statusCode = request.url in pages ? 200 : 404;
  response.end(pages[request.url] ?? "{}");
}).listen(process.env.PORT, "127.0.0.1");
