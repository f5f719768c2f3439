redis-cli -p $PORT get visits; redis-cli -p $PORT set visits 0
