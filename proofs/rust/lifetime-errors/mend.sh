# Names the lifetime as the help says.
sed -i "s/b: &str/b: \&'a str/" main.rs
