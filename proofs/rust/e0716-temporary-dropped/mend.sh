# Gives the value a name.
sed -i 's/let name = String::from(" a ").trim();/let whole = String::from(" a ");\n    let name = whole.trim();/' main.rs
