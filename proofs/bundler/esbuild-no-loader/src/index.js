import logo from "./logo.png";

console.log(logo);
