#include <stdlib.h>
int main(void) { char *p = malloc(40); p[0] = 1; p = 0; return 0; }
