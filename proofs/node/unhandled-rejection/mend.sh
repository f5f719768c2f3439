# Handles the rejection.
sed -i 's/("no data");/("no data").catch(() => {});/' app.js
