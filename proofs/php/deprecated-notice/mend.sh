sed -i 's/$limit = 10, $note/$limit, $note/' app.php
