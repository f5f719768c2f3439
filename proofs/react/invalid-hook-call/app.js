const { createElement, useState } = require("react");
const { renderToString } = require("react-dom/server");

const [name] = useState("Ann");

function Hello() {
  return createElement("p", null, name);
}

console.log(renderToString(createElement(Hello)));
