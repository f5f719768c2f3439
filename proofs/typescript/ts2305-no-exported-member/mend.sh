# Takes the name that the module exports.
sed -i 's/nope/yes/g' app.ts
