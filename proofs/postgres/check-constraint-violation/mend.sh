sed -i 's/-1/1/' query.sql
