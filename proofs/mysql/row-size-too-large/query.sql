CREATE TABLE r (a varchar(40000), b varchar(40000)) CHARSET latin1;
