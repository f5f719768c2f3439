# Uses the field of this version.
sed -i 's/m: 1/n: 1/' main.rs
