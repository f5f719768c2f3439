# Derives the trait.
sed -i '1i #[derive(Debug)]' main.rs
