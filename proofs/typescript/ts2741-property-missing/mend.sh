# The property is given.
sed -i 's/= {}/= { name: "Ann" }/' app.ts
