trait T {}
impl<X> T for X {}
impl T for i32 {}
fn main() {}
