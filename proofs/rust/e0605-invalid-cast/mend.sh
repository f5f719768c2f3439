# Parses.
sed -i 's/"3" as i32/"3".parse::<i32>().unwrap()/' main.rs
