# Mends the access that the report names.
sed -i 's/p\[2\];/p[1];/' main.cpp
