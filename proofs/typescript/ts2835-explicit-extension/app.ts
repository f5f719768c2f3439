import { a } from "./b";
console.log(a);
