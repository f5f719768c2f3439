# What is exported is imported.
sed -i "s/{ greet }/greet/" src/index.js
