static S: String = String::from("a");
fn main() { println!("{}", S.len()) }
