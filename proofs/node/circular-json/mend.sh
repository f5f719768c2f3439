# Leaves the back reference out.
sed -i 's/JSON.stringify(a)/JSON.stringify(a, (k, v) => (k === "self" ? undefined : v))/' app.js
