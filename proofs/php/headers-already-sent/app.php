Welcome
<?php
header("X-Version: 1");
echo "done\n";
