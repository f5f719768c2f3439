sed -i 's/id = name/id = CAST(name AS integer)/' query.sql
