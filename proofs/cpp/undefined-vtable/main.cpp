struct A { virtual void run(); virtual ~A() {} };
int main() { A a; }
