# Gives each element a key.
sed -i 's/createElement("li", null, item)/createElement("li", { key: item }, item)/' app.js
