<?php

return [
    'default' => ['driver' => 'sqlite', 'database' => ':memory:'],
];
