sed -i 's/100ms/10s/' query.sql
