# Puts a pointer between.
sed -i 's/Option<Node>/Option<Box<Node>>/' main.rs
