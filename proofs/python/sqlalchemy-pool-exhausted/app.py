import sqlalchemy as sa
from sqlalchemy.pool import QueuePool

engine = sa.create_engine('sqlite://', poolclass=QueuePool, pool_size=1, max_overflow=0, pool_timeout=0.1)
for _ in range(2):
    conn = engine.connect()
    held = [conn, globals().get('held')]
    print(conn.execute(sa.text('select 1')).scalar())
