struct A { A(int) {} };
int main() { A a; }
