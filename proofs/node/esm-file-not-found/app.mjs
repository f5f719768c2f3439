import { yes } from "./lib";
console.log(yes);
