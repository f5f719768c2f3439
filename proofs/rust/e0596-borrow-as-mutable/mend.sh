# Makes the variable mutable.
sed -i 's/let v/let mut v/' main.rs
