const fs = require("fs");
const { Client } = require("ssh2");

const client = new Client();
client.on("error", (error) => { throw error; });
client.on("ready", () => { console.log("logged in"); client.end(); });
client.connect({
  host: "127.0.0.1",
  port: Number(process.env.PORT),
  username: fs.readFileSync("name", "utf8").trim(),
  privateKey: fs.readFileSync("old-key"),
});
