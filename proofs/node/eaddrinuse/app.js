require("http").createServer().listen(process.env.PORT, "127.0.0.1", function () { console.log("listening"); this.close(); });
