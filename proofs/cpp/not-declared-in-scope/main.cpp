int main() { return printf("") != 0; }
