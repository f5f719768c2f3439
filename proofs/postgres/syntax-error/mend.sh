echo 'SELECT 1 AND true;' > /dev/null; echo 'SELECT 1;' > query.sql
