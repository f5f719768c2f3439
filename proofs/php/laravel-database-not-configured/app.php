<?php

require '/usr/share/php/Illuminate/Database/autoload.php';

$db = new Illuminate\Database\Capsule\Manager();
foreach (require __DIR__.'/connections.php' as $name => $connection) {
    $db->addConnection($connection, $name);
}
$db->getConnection('reports')->statement('select 1');
echo "ready\n";
