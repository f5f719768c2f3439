fn main() {
    let x = &3u8;
    let n = x as u32;
    println!("{n}")
}
