fn main() {
    let name: String = "a";
    println!("{name}");
}
