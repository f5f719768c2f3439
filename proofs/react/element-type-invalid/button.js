const { createElement } = require("react");

module.exports = () => createElement("button", null, "Save");
