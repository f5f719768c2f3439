# Takes it apart by its kind.
sed -i 's/of o/of Object.entries(o)/' app.js
