module.exports = {
  entry: "./src/index.js",
  outputs: { filename: "app.js" },
};
