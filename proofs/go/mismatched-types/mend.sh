# Converts one side.
sed -i 's/n \* f/float64(n) * f/' main.go
