# Writes the extension of the output.
sed -i 's|./b"|./b.js"|' app.ts
