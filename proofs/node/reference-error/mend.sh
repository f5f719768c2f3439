# Declares it.
sed -i '1i const greeting = 1;' app.js
