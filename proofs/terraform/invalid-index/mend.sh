# Allows for the empty case.
sed -i 's/var.names\[0\]/try(var.names[0], null)/' main.tf
