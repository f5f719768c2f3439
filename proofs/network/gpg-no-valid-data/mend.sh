head -c 200 key.asc; mv right.asc key.asc
