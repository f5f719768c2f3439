import { title } from "./view.jsx";
console.log(title);
