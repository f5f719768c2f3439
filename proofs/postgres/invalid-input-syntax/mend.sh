sed -i "s/''::int/NULLIF('', '')::int/" query.sql
