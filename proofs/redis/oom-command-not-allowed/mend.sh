redis-cli -p $PORT config set maxmemory-policy allkeys-lru; redis-cli -p $PORT config set maxmemory 20mb
