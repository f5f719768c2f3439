#include <assert.h>
int main(void) { int users = 0; assert(users > 0); return 0; }
