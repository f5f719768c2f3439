# Writes it as a struct with fields.
sed -i 's/A(1)/A { n: 1 }/' main.rs
