#include <math.h>
int main(int argc, char **argv) { return pow(argc, 0.5) > 5; }
