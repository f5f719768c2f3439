gcc -c f.c
ar rcs libf.a f.o
