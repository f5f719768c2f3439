# Turns the list into a set.
sed -i 's/\["a", "b"\]/toset(["a", "b"])/' main.tf
