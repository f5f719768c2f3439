const fs = require("node:fs");
console.log(typeof fs.readFileSync);
