BEGIN;
UPDATE accounts SET amount = amount - 1 WHERE id = :first;
SELECT pg_sleep(1);
UPDATE accounts SET amount = amount + 1 WHERE id = :second;
COMMIT;
