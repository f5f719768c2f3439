import os

from sqlalchemy import create_engine, text

url = f"mysql+pymysql://root@/?unix_socket={os.getcwd()}/s"
engine = create_engine(url)
admin = create_engine(url)
with engine.connect() as connection:
    number = connection.scalar(text('SELECT CONNECTION_ID()'))
# The server ends the connection while it rests in the pool.
with admin.connect() as connection:
    connection.execute(text(f'KILL {number}'))
with engine.connect() as connection:
    print(connection.scalar(text('SELECT 1')))
