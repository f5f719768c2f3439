const name2 = 3;
