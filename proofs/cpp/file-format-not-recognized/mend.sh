# file says that it is text: a pointer in place of the library. The library itself is brought.
rm libg.a && gcc -c g.c && ar rcs libg.a g.o
