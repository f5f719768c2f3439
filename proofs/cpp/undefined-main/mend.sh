# Adds the file with main to the link.
printf 'int greet(void);\nint main(void) { return greet(); }\n' > main.c
