struct A;

impl Iterator for A {
    type Item = i32;
}

fn main() {
    println!("{}", A.count());
}
