sed -i 's/root wrong/root dist/' nginx.conf; nginx -p "$PWD" -c nginx.conf -s reload; until curl -sf http://127.0.0.1:$PORT/ > /dev/null; do sleep 0.1; done; : > error.log
