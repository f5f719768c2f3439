# Gives make the program that is there.
sed -i 's/nosuchcc/gcc/' Makefile
