mariadb -u root -S s d -e 'ALTER USER app@localhost IDENTIFIED BY "new"'
