# Corrects the address: the data, not the page.
sed -i 's|"page"|"api"|' app.js
