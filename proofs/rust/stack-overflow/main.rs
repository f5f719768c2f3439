fn f(n: u64) -> u64 {
    let b = [n; 64];
    if n == 0 { 0 } else { f(n - 1) + b[3] }
}

fn main() {
    let depth = std::thread::spawn(|| f(10_000));
    println!("{:?}", depth.join().is_ok())
}
