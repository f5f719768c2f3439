const greeting = require("./lib");

console.log(greeting.default);
