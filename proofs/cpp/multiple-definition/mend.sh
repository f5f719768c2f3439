# Declares in the header, defines in one file.
echo 'extern int counter;' > shared.h
echo 'int counter = 1;' >> b.c
