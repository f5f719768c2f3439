# Implements what the help gives.
sed -i 's/type Item = i32;/&\n\n    fn next(\&mut self) -> Option<i32> {\n        None\n    }/' main.rs
