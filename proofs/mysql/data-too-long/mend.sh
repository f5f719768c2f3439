mariadb -u root -S s d -e 'ALTER TABLE users MODIFY name varchar(50)'
