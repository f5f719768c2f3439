# Defines the script.
sed -i 's/"serve"/"start"/' package.json
