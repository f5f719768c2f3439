console.log(require("fs").readFileSync("data").length);
