struct Parser {
    input: &str,
}

fn main() {
    println!("{}", Parser { input: "a" }.input);
}
