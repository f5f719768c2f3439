<?php

namespace Shop;

$list = new ArrayObject(['milk']);
echo count($list), "\n";
