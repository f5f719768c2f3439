# Checks the index.
sed -i 's/v\[v.len()\]/v[v.len() - 1]/' main.rs
