#include <vector>
int main() { int *p = new int[2]; int n = p[2]; delete[] p; return n & 0; }
