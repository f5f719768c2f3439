# Goes through it by reference.
sed -i 's/in names {/in \&names {/' main.rs
