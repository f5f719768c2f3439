const o = { a: 1 };
for (const x of o) console.log(x);
