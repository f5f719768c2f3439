# Removes the comma.
sed -i 's/"1.0.0", }/"1.0.0" }/' package.json
