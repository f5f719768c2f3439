const rows = [];
for (let i = 0; i < 2000000; i++) rows.push({ i });
console.log(rows.length);
