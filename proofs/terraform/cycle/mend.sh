# Cuts one of the references.
sed -i 's/b = local.a/b = 1/' main.tf
