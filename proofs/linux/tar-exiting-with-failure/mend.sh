echo made > missing
