# The row that the source deletes is put back first.
. ./servers.sh
replica -e 'INSERT INTO shop.orders VALUES (1); START SLAVE'
sleep 1
