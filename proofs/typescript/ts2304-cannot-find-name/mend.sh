# Declares it.
sed -i '1i const value = 1;' app.ts
