# Brings the library of the version that the program was built with.
gcc -shared -fPIC g1.c -o libg.so
