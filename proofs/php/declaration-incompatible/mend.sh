# Writes the parent's signature.
sed -i 's/string $n/int $n/' app.php
