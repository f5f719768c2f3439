# The client's side had another password than the server's configuration.
sed -n 's/^requirepass //p' redis.conf > password
