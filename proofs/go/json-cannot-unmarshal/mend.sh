# Gives the field the type that comes.
sed -i 's/Port int/Port string/' main.go
