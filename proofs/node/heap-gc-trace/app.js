const rows = [];
while (rows.length < 150000) rows.push({ id: rows.length, name: "row " + rows.length, tags: [rows.length] });
console.log(rows.length);
