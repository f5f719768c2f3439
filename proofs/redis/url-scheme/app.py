import os

import redis

client = redis.from_url(os.environ.get('REDIS_URL', 'localhost:6379/0'))
print(client.connection_pool.connection_kwargs)
