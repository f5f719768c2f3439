const { createElement, useState } = require("react");
const { renderToString } = require("react-dom/server");

function Counter() {
  const [n, setN] = useState(0);
  setN(n + 1);
  return createElement("p", null, n);
}

console.log(renderToString(createElement(Counter)));
