sed -i 's/;$/ ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name;/' query.sql
