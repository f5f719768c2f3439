# The server does not have it: it goes out of the configuration.
! mariadbd --no-defaults --verbose --help 2> /dev/null | grep binlog-transaction-compression
sed -i '/^binlog_transaction_compression/d' my.cnf
