# Writes the option rightly.
sed -i 's/strickt/strict/' tsconfig.json
