#include <iostream>
struct A { int n; };
int main() { std::cout << A{1}; }
