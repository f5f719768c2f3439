const name: string = "Ann";
console.log(name);
