# Uses the name that the type has.
sed -i 's/c.speed/c.Speed/' main.go
