# Names the lifetime.
sed -i -e "s/struct Parser/struct Parser<'a>/" -e "s/&str/\&'a str/" main.rs
