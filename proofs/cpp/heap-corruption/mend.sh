# The first free that the tool names is the right one; the second goes.
sed -i 's/ free(q);//' main.c
