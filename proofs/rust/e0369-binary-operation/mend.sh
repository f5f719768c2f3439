# Derives the trait.
sed -i '1i #[derive(PartialEq)]' main.rs
