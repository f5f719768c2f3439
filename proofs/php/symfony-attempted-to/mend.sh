sed -i 's/^namespace Shop;/&\n\nuse ArrayObject;/' stock.php
