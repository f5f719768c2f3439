struct A { n: i32 }
fn main() { let a = A { m: 1 }; println!("{}", a.n) }
