# Gives real line breaks.
sed -i 's/"utf8")/"utf8").replace(\/\\\\n\/g, "\\n")/' app.js
