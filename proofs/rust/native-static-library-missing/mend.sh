echo 'int shop(void) { return 1; }' > shop.c
gcc -c shop.c
ar rcs libshop.a shop.o
