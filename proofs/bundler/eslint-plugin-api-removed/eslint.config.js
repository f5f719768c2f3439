const plugin = require("./plugin");

module.exports = [{ plugins: { shop: plugin }, rules: { "shop/no-window": "error" } }];
