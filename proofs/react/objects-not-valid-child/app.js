const { createElement, useState } = require("react");
const { renderToString } = require("react-dom/server");

const user = { name: "Ann" };
console.log(renderToString(createElement("p", null, user)));
