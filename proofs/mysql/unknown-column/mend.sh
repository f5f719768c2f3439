mariadb -u root -S s d -e 'ALTER TABLE users ADD COLUMN email text'
