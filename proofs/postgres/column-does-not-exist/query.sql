SELECT * FROM users WHERE name = "bob";
