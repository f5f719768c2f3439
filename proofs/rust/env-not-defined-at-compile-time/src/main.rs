fn main() { println!("{}", env!("GREETING_OF_DAY")) }
