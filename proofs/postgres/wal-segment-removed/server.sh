# A primary on $PORT, of segments of one megabyte, and what it writes.
export PATH="$PATH:$(ls -d /usr/lib/postgresql/*/bin | tail -1)"
[ "$(id -u)" != 0 ] || run="setpriv --reuid=postgres --regid=postgres --clear-groups"
primary() { $run pg_ctl -D primary -o "-p $PORT -k $PWD -c listen_addresses=127.0.0.1 -c fsync=off" -l primary.log -w start > /dev/null; }
standby() { $run pg_ctl -D standby -o "-p $((PORT - 1000)) -k $PWD -c listen_addresses=127.0.0.1 -c fsync=off" -l standby.log -w -t 5 start > /dev/null; }
query() { psql -q -t -A -h 127.0.0.1 -p "$PORT" -U postgres "$@" postgres; }
