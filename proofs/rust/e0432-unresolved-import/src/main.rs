use greet::hello;

fn main() {
    println!("{}", hello());
}
