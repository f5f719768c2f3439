# Removes one.
sed -i '/T for i32/d' main.rs
