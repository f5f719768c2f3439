int pick(int n) {
    switch (n) { case 1: return 2; case 1: return 3; }
    return 0;
}
