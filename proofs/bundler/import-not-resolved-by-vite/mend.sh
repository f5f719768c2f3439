# The name is written letter by letter as the file has it.
sed -i "s|./greets.js|./greet.js|" src/index.js
