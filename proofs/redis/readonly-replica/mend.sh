redis-cli -p $PORT REPLICAOF NO ONE
