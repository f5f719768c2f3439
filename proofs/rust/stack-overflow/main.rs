fn f(n: u64) -> u64 { let b = [n; 64]; if n == 0 { 0 } else { f(n + 1) + b[3] } }
fn main() { println!("{}", f(1)) }
