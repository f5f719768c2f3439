# The foreign type is extended.
sed -i '1i declare global { interface Window { version: unknown } }' app.ts
