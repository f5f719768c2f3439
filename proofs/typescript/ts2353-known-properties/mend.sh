# Widens the type.
sed -i 's/a: string/a: string; z?: number/' app.ts
