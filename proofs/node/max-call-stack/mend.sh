# Breaks the circle.
sed -i 's/this.n;/1;/' app.js
