# The program gets an account of its own, made by the system user root through the socket.
mariadb -u root -S s -e "CREATE USER 'app'@'localhost' IDENTIFIED BY 'secret'"
echo app > account
echo --password=secret > options
