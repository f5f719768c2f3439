fn main() {
    let name = String::from("a");
    let thread = std::thread::spawn(|| println!("{name}"));
    thread.join().unwrap();
}
