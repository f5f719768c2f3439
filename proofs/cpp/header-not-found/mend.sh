# Names the folder of the header.
sed -i "s/^CPPFLAGS =/CPPFLAGS = -Iinclude/" Makefile
