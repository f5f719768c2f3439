INSERT INTO jobs (name) VALUES ('b');
