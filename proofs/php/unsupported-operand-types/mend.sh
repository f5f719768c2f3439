# Takes the element.
sed -i 's/$list + 2/$list[0] + 2/' app.php
