# Maps the value.
sed -i 's/.into_iter()/.into_iter().map(|n: i32| n.to_string())/' main.rs
