mariadb -u root -S s d -e 'ALTER TABLE users ALTER name SET DEFAULT "x"'
