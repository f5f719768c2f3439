printf 'backend web\n  server a 127.0.0.1:8080\n' >> haproxy.cfg; haproxy -c -f haproxy.cfg
