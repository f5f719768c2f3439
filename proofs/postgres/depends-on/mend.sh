sed -i 's/users;/users CASCADE;/' query.sql
