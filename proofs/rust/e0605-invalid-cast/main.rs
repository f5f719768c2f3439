fn main() { let n = "3" as i32; println!("{n}") }
