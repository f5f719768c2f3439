import os from "node:os";
console.log(os.EOL.length);
