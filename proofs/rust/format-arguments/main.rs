fn main() {
    let s = String::from("a");
    println!(s);
}
