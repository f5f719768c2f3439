# The state is not set while rendering.
sed -i '/^  setN/d' app.js
