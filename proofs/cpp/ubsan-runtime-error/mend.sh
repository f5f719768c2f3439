# Computes in a wider type.
sed -i 's/int x/long x/' main.c
