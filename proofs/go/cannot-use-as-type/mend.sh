# Gives the type that is asked for.
sed -i 's/"3"/3/' main.go
