#include <string.h>
#include <stdio.h>
int main(int argc, char **argv) {
    char name[8];
    volatile char *p = name;
    for (int i = 0; i < 64; i++) p[i] = 65;
    return 0;
}
