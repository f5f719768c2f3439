const greet = require("greet/lib/hello");

console.log(greet());
