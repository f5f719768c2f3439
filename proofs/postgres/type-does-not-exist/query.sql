CREATE TABLE users (email citext);
