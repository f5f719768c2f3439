import tools from "./tools";
console.log(tools.add(1));
