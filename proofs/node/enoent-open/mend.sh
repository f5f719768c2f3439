# Builds the path from the file.
sed -i 's|"data.json"|require("path").join(__dirname, "conf", "data.json")|' app.js
