# Declares it mutable.
sed -i 's/let n/let mut n/' main.rs
