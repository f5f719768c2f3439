const fs = require("fs");

let size = 0;
for (let i = 0; i < 100; i++) {
  const file = fs.openSync("app.js", "r");
  size += fs.fstatSync(file).size;
}
console.log(size);
