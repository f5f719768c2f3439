int low(void);
int mid(void);
int main(void) { return low() - mid(); }
