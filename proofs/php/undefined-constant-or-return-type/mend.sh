# Quotes the word.
sed -i 's/GREETING/"GREETING"/' app.php
