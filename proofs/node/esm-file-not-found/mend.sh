# Writes the extension.
sed -i 's|./lib"|./lib.mjs"|' app.mjs
