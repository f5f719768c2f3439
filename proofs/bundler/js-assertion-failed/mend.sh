# Expected is 3, received is -1: the sign is wrong.
sed -i 's/a - b/a + b/' sum.js
