# The server was started without the command: it gets a start that has it.
redis-cli -p $PORT shutdown nosave
while redis-cli -p $PORT ping > /dev/null 2>&1; do sleep 0.05; done
redis-server --port $PORT --set-proc-title no --bind 127.0.0.1 --save "" --dir . --daemonize yes > /dev/null
until redis-cli -p $PORT ping > /dev/null 2>&1; do sleep 0.05; done
