int main(void) { long a = 1; int *p = &a; return *p - 1; }
