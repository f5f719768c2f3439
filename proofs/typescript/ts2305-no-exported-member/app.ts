import { nope } from "./b";
console.log(nope);
