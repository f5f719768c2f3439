gcc -mno-such-thing -c main.c
