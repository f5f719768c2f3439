export default { input: "app.js", output: { file: "out/app.js" } };
