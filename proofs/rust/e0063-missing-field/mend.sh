# Takes the rest from the default.
sed -i 's/A { a: 1 }/A { a: 1, ..Default::default() }/' main.rs
