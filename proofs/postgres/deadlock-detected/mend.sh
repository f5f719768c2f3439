# Both lock the rows in one order before they change them.
sed -i 's/^BEGIN;/BEGIN;\nSELECT * FROM accounts WHERE id IN (1, 2) ORDER BY id FOR UPDATE;/' pay.sql
