# Converts before the call.
sed -i 's/half("four")/half((int) "four")/' app.php
