# Passes what an overload takes.
sed -i 's/f(true)/f(1)/' app.ts
