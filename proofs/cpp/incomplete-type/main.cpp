struct B;
int use(B *b) { return b->n; }
