# Passes what it wants.
sed -i 's/^f();/f(1);/' app.php
