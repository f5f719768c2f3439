CREATE TABLE t (a varchar(9)) COLLATE utf8mb4_0900_zz_ci;
