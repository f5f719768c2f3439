# Uses a constant form.
sed -i 's/S: String = String::from("a")/S: \&str = "a"/' main.rs
