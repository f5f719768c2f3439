# A source (primary) on $PORT and a replica beside it.
server() {
  mariadbd --no-defaults --datadir="$PWD/$1" --socket="$PWD/$1.s" --port="$2" --server-id="$3" --bind-address=127.0.0.1 --pid-file="$PWD/$1.pid" --log-bin=binlog --binlog-format=row --relay-log=relay $([ "$(id -u)" = 0 ] && echo --user=root) > "$1.log" 2>&1 &
  until mariadb -u root -S "$1.s" -e 'SELECT 1' > /dev/null 2>&1; do sleep 0.1; done
}
primary() { mariadb -u root -S source.s "$@"; }
replica() { mariadb -u root -S replica.s "$@"; }
