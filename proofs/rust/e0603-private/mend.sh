# Makes it public.
sed -i 's/^    fn hello/    pub fn hello/' main.rs
