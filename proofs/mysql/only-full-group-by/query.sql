SET sql_mode = 'ONLY_FULL_GROUP_BY'; SELECT name, age, count(*) FROM users GROUP BY name;
