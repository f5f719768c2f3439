int main(void) { return later(); }
