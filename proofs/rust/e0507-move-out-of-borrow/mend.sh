# Gives an own value.
sed -i 's/^    a.name$/    a.name.clone()/' main.rs
