# Does what cargo fix would write.
sed -i 's/let x/let _x/' main.rs
