fn name() -> &'static str {
    let name = String::from("a");
    &name
}

fn main() {
    println!("{}", name());
}
