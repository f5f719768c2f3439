mod words {
    fn hello() -> &'static str {
        "Good day"
    }
}

fn main() {
    println!("{}", words::hello());
}
