SET ROLE app; SELECT * FROM users;
