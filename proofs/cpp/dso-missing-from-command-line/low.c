int low(void) { return 1; }
