# The value holds a colon: it is quoted.
sed -i 's/greeting: \(.*\)/greeting: "\1"/' app.yaml
