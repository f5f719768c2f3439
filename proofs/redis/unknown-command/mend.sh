redis-cli -p $PORT INFO server | grep redis_version
