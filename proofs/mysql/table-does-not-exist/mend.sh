mariadb -u root -S s d -e 'CREATE TABLE orders (id int)'
