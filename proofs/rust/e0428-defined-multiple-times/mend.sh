# Removes one.
sed -i '1d' main.rs
