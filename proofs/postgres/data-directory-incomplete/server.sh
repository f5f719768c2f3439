# Starts the server in the foreground; $PORT is its port.
export PATH="$PATH:$(ls -d /usr/lib/postgresql/*/bin | tail -1)"
[ "$(id -u)" != 0 ] || run="setpriv --reuid=postgres --regid=postgres --clear-groups"
exec $run postgres -D data -p "$PORT" -k "$PWD/data" -c listen_addresses=127.0.0.1 -c fsync=off
