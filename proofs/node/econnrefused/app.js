require("net").connect(process.env.PORT, "127.0.0.1", function () { this.end(); });
