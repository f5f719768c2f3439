fn main() {
    let longest;
    {
        let name = String::from("a");
        longest = &name;
    }
    println!("{longest}");
}
