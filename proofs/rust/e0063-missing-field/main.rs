#[derive(Default)]
struct A {
    a: i32,
    b: i32,
}

fn main() {
    let a = A { a: 1 };
    println!("{}", a.a + a.b);
}
