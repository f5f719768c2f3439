# Makes them agree.
sed -i 's/, 1)/, 1, 2)/' main.rs
