# Corrects the name.
sed -i 's/inputs/input/' main.tf
