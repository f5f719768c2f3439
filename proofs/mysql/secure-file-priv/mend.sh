sed -i "s|'/tmp.*'|'$PWD/out.tsv'|" query.sql
