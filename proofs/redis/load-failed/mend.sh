# The last good copy takes the place of the file that was cut off; the broken one is kept.
! redis-check-rdb dump.rdb
mv dump.rdb dump.rdb.broken
cp backup.rdb dump.rdb
