sed -i 's|1 / n|1 / NULLIF(n, 0)|' query.sql
