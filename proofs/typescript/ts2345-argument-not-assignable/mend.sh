# It is narrowed before the call.
sed -i 's/greet(name);/greet(name ?? "");/' app.ts
