# Makes the function async.
sed -i 's/pub fn two/pub async fn two/' main.rs
