# The value is converted.
sed -i 's/"80"/Number("80")/' app.ts
