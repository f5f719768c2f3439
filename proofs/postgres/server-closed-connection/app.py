import os

from sqlalchemy import create_engine, text

url = f"postgresql+psycopg2://postgres@127.0.0.1:{os.environ['PORT']}/postgres"
engine = create_engine(url)
admin = create_engine(url)
with engine.connect() as connection:
    pid = connection.scalar(text('SELECT pg_backend_pid()'))
# The server ends the connection while it rests in the pool.
with admin.connect() as connection:
    connection.execute(text('SELECT pg_terminate_backend(:pid)'), {'pid': pid})
with engine.connect() as connection:
    print(connection.scalar(text('SELECT 1')))
