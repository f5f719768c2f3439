const { createElement } = require("react");
const { renderToString } = require("react-dom/server");
const { Button } = require("./button");

console.log(renderToString(createElement(Button)));
