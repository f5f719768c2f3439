# Corrects the reference.
sed -i 's/var.nmae/var.name/' main.tf
