const { createElement, useState } = require("react");
const { renderToString } = require("react-dom/server");

const items = ["a", "b"];
const list = createElement("ul", null, items.map((item) => createElement("li", null, item)));
console.log(renderToString(list));
