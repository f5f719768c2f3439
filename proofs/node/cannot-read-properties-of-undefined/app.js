const user = {};
console.log(user.name.length);
