SET statement_timeout = '100ms'; SELECT pg_sleep(0.5);
