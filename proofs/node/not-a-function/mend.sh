# Uses the array inside the object.
sed -i 's/data.map/data.items.map/' app.js
