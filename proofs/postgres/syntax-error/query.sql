SELECT * FROM user WHERE user.id = 1 AND;
