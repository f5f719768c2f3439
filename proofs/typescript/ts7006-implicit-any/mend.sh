# The type is written.
sed -i 's/greet(name)/greet(name: string)/' app.ts
