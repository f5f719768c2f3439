# Corrects the path.
mkdir lib && mv greet.js lib/
