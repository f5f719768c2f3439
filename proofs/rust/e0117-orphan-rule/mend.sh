# The type is wrapped.
sed -i 's/for Vec<u8>/for Bytes/; s/self.len/self.0.len/; s/vec!\[1u8\]/Bytes(vec![1u8])/' main.rs
sed -i '2i struct Bytes(Vec<u8>);' main.rs
