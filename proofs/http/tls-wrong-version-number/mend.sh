curl -sv http://127.0.0.1:$PORT/ > /dev/null 2>&1
