sed -i 's/;$/ ON DUPLICATE KEY UPDATE name = VALUES(name);/' query.sql
