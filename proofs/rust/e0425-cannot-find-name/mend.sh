# Writes its path.
sed -i 's/, hello()/, words::hello()/' main.rs
