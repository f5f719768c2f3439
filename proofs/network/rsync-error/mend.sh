echo b > missing
