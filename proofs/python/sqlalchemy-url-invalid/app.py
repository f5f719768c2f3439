import sqlalchemy as sa

url = sa.make_url('postgres://u:p@localhost/db')
print(url.get_dialect().name)
