# What is exported is imported.
sed -i 's|greet/lib/hello|greet|' app.js
