<?php

require '/usr/share/php/Symfony/Component/Console/autoload.php';

use Symfony\Component\Console\Application;

$app = new Application('shop');
$app->register('stock')->setCode(function ($input, $output) {
    $file = __DIR__.'/stock.txt';
    if (!is_file($file)) {
        throw new RuntimeException('The stock is not there.');
    }
    $output->writeln(file_get_contents($file));

    return 0;
});
$app->run();
