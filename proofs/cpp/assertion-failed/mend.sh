# The condition is right, the value was wrong.
sed -i 's/users = 0/users = 1/' main.c
