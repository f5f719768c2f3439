# The item is excluded from the object.
sed -i 's/-> Self;/-> Self where Self: Sized;/' main.rs
