INSERT INTO users VALUES (1, 'b', 1);
