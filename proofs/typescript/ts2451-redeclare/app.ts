const name2 = 1;
