const data = { items: [1] };
console.log(data.map(String));
