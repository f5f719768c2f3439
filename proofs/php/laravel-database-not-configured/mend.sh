sed -i "s/^];/    'reports' => ['driver' => 'sqlite', 'database' => ':memory:'],\n];/" connections.php
