const path = require("path");
console.log(path.join("a", process.env.OUT_DIR));
