# Derives the trait.
sed -i '1i #[derive(Clone)]' main.rs
