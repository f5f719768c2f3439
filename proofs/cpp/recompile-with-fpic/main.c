const char *word(void) { return "abc"; }
int main(void) { return word()[0] == 0; }
