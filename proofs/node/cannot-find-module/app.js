console.log(require("greet"));
