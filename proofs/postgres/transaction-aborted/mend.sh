# The division is the first error.
sed -i 's|1/0|1/1|' query.sql
