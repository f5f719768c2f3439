# Compares equal types.
sed -i 's/("x" as string)/1/' app.ts
