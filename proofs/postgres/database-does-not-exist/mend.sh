createdb -h 127.0.0.1 -p $PORT -U postgres app
