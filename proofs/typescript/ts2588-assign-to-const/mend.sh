# Declares it with let.
sed -i 's/const c/let c/' app.ts
