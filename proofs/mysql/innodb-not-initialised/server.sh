# Starts the server in the foreground; $PORT is its port.
exec mariadbd --defaults-file="$PWD/my.cnf" --datadir="$PWD/data" --socket="$PWD/s" --port="$PORT" --bind-address=127.0.0.1 --pid-file="$PWD/pid" $([ "$(id -u)" = 0 ] && echo --user=root)
