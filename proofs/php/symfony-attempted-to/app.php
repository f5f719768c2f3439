<?php

require '/usr/share/php/Symfony/Component/ErrorHandler/autoload.php';

Symfony\Component\ErrorHandler\Debug::enable();
require __DIR__.'/stock.php';
