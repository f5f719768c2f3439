struct A { int n = 0; };
class B : A {};
int main() { B b; return b.n; }
