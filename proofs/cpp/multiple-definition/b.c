#include "shared.h"
int twice(void) { return 2 * counter; }
