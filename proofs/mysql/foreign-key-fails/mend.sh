mariadb -u root -S s d -e 'INSERT INTO users VALUES (9, "a", 1)'
