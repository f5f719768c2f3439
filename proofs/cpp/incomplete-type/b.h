struct B { int n; };
