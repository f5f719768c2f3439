mod words {
    pub fn hello() -> &'static str {
        "Good day"
    }
}

fn main() {
    println!("{}", hello());
}
