const esbuild = require("esbuild");

module.exports = (code) => esbuild.transformSync(code, { minify: true }).code;
