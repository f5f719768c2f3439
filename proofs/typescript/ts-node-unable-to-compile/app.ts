const count: number = "3";
console.log(count);
