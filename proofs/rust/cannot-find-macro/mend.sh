# Corrects the name.
sed -i 's/printn!/println!/' main.rs
