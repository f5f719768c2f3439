void Init_greet(void) {}
