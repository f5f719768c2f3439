import sqlalchemy as sa
from sqlalchemy.pool import QueuePool

engine = sa.create_engine('sqlite://', poolclass=QueuePool, pool_timeout=0.1)
held = []
for _ in range(16):
    held.append(engine.connect())
print(len(held))
