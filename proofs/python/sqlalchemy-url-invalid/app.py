import sqlalchemy as sa

url = 'postgres://u:p@localhost/db'
print(sa.make_url(url).get_dialect().name)
