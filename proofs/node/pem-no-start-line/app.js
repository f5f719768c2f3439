require("crypto").createPrivateKey(process.env.KEY || require("fs").readFileSync("key.txt", "utf8"));
