psql -q -h 127.0.0.1 -p $PORT -U postgres -v ON_ERROR_STOP=1 postgres -c 'CREATE TABLE orders (id int)'
