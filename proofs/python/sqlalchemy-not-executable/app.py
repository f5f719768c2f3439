import sqlalchemy as sa

with sa.create_engine('sqlite://').connect() as conn:
    print(conn.execute('select 1').scalar())
