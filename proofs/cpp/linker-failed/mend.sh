# The first line above it names what is missing.
echo 'int missing(void) { return 0; }' >> main.c
