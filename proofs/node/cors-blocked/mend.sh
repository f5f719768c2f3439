# Lets the server allow the origin.
echo "http://127.0.0.1:PORT" > allowed
