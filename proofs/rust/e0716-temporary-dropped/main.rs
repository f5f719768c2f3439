fn main() {
    let name = String::from(" a ").trim();
    println!("{name}");
}
