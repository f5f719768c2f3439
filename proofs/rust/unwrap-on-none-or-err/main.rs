fn main() { let n: i32 = std::fs::read_to_string("n.txt").unwrap().trim().parse().unwrap(); println!("{n}") }
