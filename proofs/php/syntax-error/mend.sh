# Closes the bracket.
sed -i 's/2;/2];/' app.php
