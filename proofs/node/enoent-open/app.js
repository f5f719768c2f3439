const fs = require("fs");
const path = require("path");
const file = "out/data.json";
fs.writeFileSync(file, "{}");
