#include "a.h"
#include "a.h"
int main() { return 0; }
