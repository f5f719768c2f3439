# Converts as the help of the message says.
sed -i 's/"a";/"a".to_string();/' main.rs
