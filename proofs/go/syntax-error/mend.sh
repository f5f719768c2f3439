# Ends each line of the literal with a comma.
sed -i 's/^\t\t2$/\t\t2,/' main.go
