# Says the type.
sed -i 's/let v =/let v: Vec<String> =/' main.rs
