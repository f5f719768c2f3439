mod net;

pub fn start() {
    println!("{}", net::PORT);
}
