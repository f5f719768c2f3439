# The constructor fills the pointer.
sed -i 's/&list{}/\&list{first: \&node{}}/' main.go
