# Passes the pointer.
sed -i 's/= car{}/= \&car{}/' main.go
