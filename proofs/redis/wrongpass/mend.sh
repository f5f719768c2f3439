redis-cli --no-auth-warning -p $PORT -a secret CONFIG GET requirepass
