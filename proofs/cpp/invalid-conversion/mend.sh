# Converts by name.
sed -i 's/malloc(4)/static_cast<int *>(malloc(4))/' main.cpp
