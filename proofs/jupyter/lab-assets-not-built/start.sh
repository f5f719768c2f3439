# Starts the server, waits until it runs, ends it, and shows what it said.
. ./env
jupyter lab --no-browser --allow-root --ip=127.0.0.1 --port="$PORT" > server.log 2>&1 &
for turn in $(seq 600); do grep -q 'is running at' server.log && break; sleep 0.1; done
kill $!
wait
cat server.log
