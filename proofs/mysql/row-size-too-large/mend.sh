sed -i 's/varchar(40000)/text/g' query.sql
