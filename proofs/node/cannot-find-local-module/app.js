require("./lib/greet");
