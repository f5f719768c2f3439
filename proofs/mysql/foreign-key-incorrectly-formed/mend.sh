sed -i 's/bigint unsigned/int/' query.sql
