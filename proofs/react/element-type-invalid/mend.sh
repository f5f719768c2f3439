# The module exports the component itself.
sed -i 's/const { Button }/const Button/' app.js
