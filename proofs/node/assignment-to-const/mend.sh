# Declares it with let.
sed -i 's/const n/let n/' app.js
