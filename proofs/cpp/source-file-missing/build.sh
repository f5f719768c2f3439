gcc -c main.c
