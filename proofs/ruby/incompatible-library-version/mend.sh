gcc -shared -fPIC -o greet.so greet.c
