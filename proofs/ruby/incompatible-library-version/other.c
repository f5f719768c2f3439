#include <stdlib.h>

/* What a second Ruby, linked in, brings along. */
void *ruby_xmalloc(size_t n) { return malloc(n); }
