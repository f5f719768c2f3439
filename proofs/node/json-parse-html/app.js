console.log(JSON.parse(require("fs").readFileSync("page", "utf8")));
