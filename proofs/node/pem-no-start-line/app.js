const crypto = require("crypto");
const key = require("fs").readFileSync("key.txt", "utf8");
console.log(crypto.createPrivateKey(key).type);
