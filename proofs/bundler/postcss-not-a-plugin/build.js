const postcss = require("postcss");
postcss(require("./plugins.js"))
  .process("a { user-select: none }", { from: undefined })
  .then((result) => console.log(result.css));
