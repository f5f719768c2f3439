# Widens the constraint.
sed -i 's/< 1.0/>= 1.0/' main.tf
