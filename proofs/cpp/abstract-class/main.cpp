struct A { virtual void run() = 0; virtual ~A() = default; };
struct B : A { void runs() {} };
int main() { B b; }
