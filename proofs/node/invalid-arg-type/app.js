require("path").join("a", undefined);
