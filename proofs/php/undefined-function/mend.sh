# Loads where it is defined.
sed -i '2i require "lib.php";' app.php
