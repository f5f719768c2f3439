# Two payments at once, in opposite directions; each session says when it has its first lock.
pay() {
  psql -q -h 127.0.0.1 -p $PORT -U postgres -v ON_ERROR_STOP=1 -v first=$1 -v second=$2 -f pay.sql postgres
}
pay 1 2 & first=$!
pay 2 1 & second=$!
wait $first; status=$?
wait $second && exit $status
