fn f(i: impl Iterator<Item = String>) -> usize { i.count() }
fn main() { println!("{}", f(vec![1].into_iter())) }
