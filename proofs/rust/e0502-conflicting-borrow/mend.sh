# Copies the value out.
sed -i 's/&v\[0\]/v[0]/' main.rs
