import { greet } from "./greets.js";

console.log(greet());
