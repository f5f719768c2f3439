fn main() {
    let names = vec!["a"];
    for name in names {
        println!("{name}");
    }
    println!("{}", names.len());
}
