fn main() {
    let n = 3u32;
    let m = *n + 1;
    println!("{m}");
}
