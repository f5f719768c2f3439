# Starts the server; $PORT is its port.
export PATH="$PATH:$(ls -d /usr/lib/postgresql/*/bin | tail -1)"
start='initdb -D data -A trust -U postgres > /dev/null && pg_ctl -D data -o "-p PORT -k . -c listen_addresses=127.0.0.1 -c fsync=off" -l server.log -w start > /dev/null'
if [ "$(id -u)" = 0 ]; then
  mkdir data; chown postgres .; chown postgres data; chmod 755 . ; su postgres -s /bin/bash -c "export PATH='$PATH'; cd '$PWD'; ${start//PORT/$PORT}"
else
  eval "${start//PORT/$PORT}"
fi
