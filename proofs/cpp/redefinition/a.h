struct A { int n; };
