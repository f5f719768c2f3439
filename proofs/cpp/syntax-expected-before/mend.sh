# Closes the statement before.
sed -i 's/a = 1$/a = 1;/' main.cpp
