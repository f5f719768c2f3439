CREATE TABLE p (uid bigint unsigned, FOREIGN KEY (uid) REFERENCES users (id));
