int low(void);
int mid(void) { return low(); }
