// A registry that has one package.
const crypto = require("crypto");
const fs = require("fs");

const tarball = fs.readFileSync("tool-1.2.0.tgz");
const address = `http://127.0.0.1:${process.env.PORT}/`;
const integrity = "sha512-" + crypto.createHash("sha512").update(tarball).digest("base64");
const dist = { tarball: address + "tool.tgz", integrity };
const version = { name: "tool", version: "1.2.0", dist };
const page = JSON.stringify({ name: "tool", "dist-tags": { latest: "1.2.0" }, versions: { "1.2.0": version } });
const answer = (request, response) => response.end(request.url.endsWith(".tgz") ? tarball : page);
require("http").createServer(answer).listen(process.env.PORT, "127.0.0.1");
