SELECT name, age, count(*) FROM users GROUP BY name;
