# Frees what the stack shows.
sed -i 's/p = 0;/free(p);/' main.c
