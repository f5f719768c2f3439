# Bounds the copy.
sed -i 's/i < 64/i < 8/' main.c
