# Starts the server in the foreground; $PORT is its port.
exec mariadbd --no-defaults --datadir="$PWD/data" --socket="$PWD/s" --port="$PORT" --bind-address=127.0.0.1 --pid-file="$PWD/data/pid" --user=mysql
