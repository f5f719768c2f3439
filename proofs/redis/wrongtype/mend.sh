redis-cli -p $PORT type k; redis-cli -p $PORT del k
