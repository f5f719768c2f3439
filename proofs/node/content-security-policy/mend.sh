# Allows the source in that directive.
echo "script-src 'self' http://localhost:PORT" > policy
