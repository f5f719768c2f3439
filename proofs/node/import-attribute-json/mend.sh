# The type is said.
sed -i 's/json";/json" with { type: "json" };/' app.mjs
