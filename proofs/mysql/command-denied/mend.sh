mariadb -u root -S s d -e 'GRANT SELECT ON d.* TO app@localhost'
