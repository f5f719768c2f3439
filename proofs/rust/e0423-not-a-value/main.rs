struct A {
    n: i32,
}

fn main() {
    println!("{}", A(1).n);
}
