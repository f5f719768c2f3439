# Gives the value.
sed -i 's/undefined/"b"/' app.js
