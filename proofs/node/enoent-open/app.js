console.log(require("fs").readFileSync("data.json").length);
