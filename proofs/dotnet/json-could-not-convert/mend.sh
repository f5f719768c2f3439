# Sends the number without quotes.
sed -i "s/\"5\"/5/" data.json
