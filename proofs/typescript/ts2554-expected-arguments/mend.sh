# Gives the argument.
sed -i 's/f();/f(1);/' app.ts
