# Closes what is open.
sed -i 's/a = 1$/a = 1;/' main.rs
