redis-server --port $PORT --bind 127.0.0.1 --save "" --daemonize yes > /dev/null; until redis-cli -p $PORT ping > /dev/null 2>&1; do sleep 0.05; done
