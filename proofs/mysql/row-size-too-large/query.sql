ALTER TABLE r ADD b varchar(40000);
