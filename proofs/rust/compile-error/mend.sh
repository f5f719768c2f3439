# Does what rustc explains: the operator needs a trait.
sed -i '1a impl std::ops::Not for A { type Output = bool; fn not(self) -> bool { true } }' main.rs
