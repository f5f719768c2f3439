use std::rc::Rc;

fn main() {
    let names = Rc::new(vec!["Ann"]);
    std::thread::spawn(move || println!("{names:?}")).join().unwrap();
}
