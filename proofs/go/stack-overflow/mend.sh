# Prints fields in place of the receiver.
sed -i 's/"%v", c)/"%v", c.n)/' main.go
