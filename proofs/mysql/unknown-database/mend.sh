mariadb -u root -S s -e "CREATE DATABASE app"
